package dev.weir.cli.indoubt;

import dev.weir.cli.ledger.LedgerCommand;
import dev.weir.cli.output.CommandErrors;
import dev.weir.cli.transactions.TransactionsCommand;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.PreparedTransaction;
import dev.weir.jdbc.PreparedTransactions;
import dev.weir.testbed.ChildJvm;
import dev.weir.testbed.ChildJvmOptions;
import dev.weir.testbed.DatabaseServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * A job is killed between prepare and commit, its transactions are settled by hand, and it is started again. Everything is
 * real; what a person would type is printed before what comes of it.
 */
final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST_JAVA_THAT_WARNS_OF_UNSAFE = 23;
    private static final String COUNT = "SELECT count(*), count(DISTINCT id) FROM readings";

    private final DatabaseServer server;
    private final Path folder;
    private final Path checkpoints;
    private final PrintWriter out;

    Rehearsal(DatabaseServer server, Path folder, PrintWriter out) {
        this.server = server;
        this.folder = folder;
        this.checkpoints = folder.resolve("checkpoints");
        this.out = out;
    }

    /** Returns whether every reading is in the table once. */
    boolean run() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(ReadingsJob.CREATE_TABLE);
            out.println("# A job writes readings to a database by TWO_PHASE, and stalls between prepare and commit.");
            out.println("$ AT=\"--url " + server.jdbcUrl() + " --checkpoints " + checkpoints + "\"");
            try (ChildJvm job = start(ReadingsJob.STALL)) {
                job.awaitLine(StallingSink.STALLED, PATIENCE);
                weir("tx", "list");
                weir("tx", "commit", branch(connection), "--execute");
                say("kill -9 the job");
                job.kill();
            }
            weir("tx", "list");
            weir("tx", "show", branch(connection));
            weir("tx", "rollback", branch(connection));
            weir("tx", "commit");
            weir("tx", "commit", "--execute");
            weir("tx", "rollback", "--execute");
            weir("ledger", "verify");
            say("start the job again, without the stall, and let it run to its end");
            try (ChildJvm job = start(ReadingsJob.RUN)) {
                int code = job.awaitExit(PATIENCE);
                if (code != 0) {
                    throw new WeirException(
                            ErrorCode.INTERNAL,
                            "Cannot rehearse: the job ended with exit code " + code + "; report this as a defect");
                }
            }
            weir("tx", "list");
            return count(statement);
        }
    }

    /** The second part of the id of the first shard's second unit: as much of it as a person would copy. */
    private static String branch(Connection connection) {
        String id = PreparedTransactions.at(connection, "weir_ledger").list().stream()
                .filter(transaction -> transaction.shard() == 0 && transaction.sequence() == 2)
                .map(PreparedTransaction::id)
                .findFirst()
                .orElseThrow();
        return id.substring(id.indexOf('/', id.indexOf('/') + 1) + 1);
    }

    private ChildJvm start(String mode) {
        ChildJvmOptions.Builder options = ChildJvmOptions.builder(ReadingsJob.class)
                .arguments(server.jdbcUrl(), checkpoints.toString(), mode)
                .folder(folder);
        if (Runtime.version().feature() >= FIRST_JAVA_THAT_WARNS_OF_UNSAFE) {
            options.jvmArguments("--sun-misc-unsafe-memory-access=allow");
        }
        return ChildJvm.start(options.build());
    }

    private void say(String what) {
        out.println();
        out.println("# " + what);
    }

    private void weir(String group, String... arguments) {
        out.println();
        out.println("$ weir " + group + " " + String.join(" ", arguments) + " $AT");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", server.jdbcUrl(), "--checkpoints", checkpoints.toString()));
        CommandLine command = new CommandLine(group.equals("tx") ? new TransactionsCommand() : new LedgerCommand());
        CommandErrors.on(command).setOut(out).setErr(out).execute(all.toArray(String[]::new));
    }

    private boolean count(Statement statement) throws SQLException {
        say(COUNT);
        try (ResultSet counts = statement.executeQuery(COUNT)) {
            counts.next();
            out.println(counts.getLong(1) + " rows, " + counts.getLong(2) + " different ids, of " + ReadingsJob.READINGS
                    + " readings");
            return counts.getLong(1) == ReadingsJob.READINGS && counts.getLong(2) == ReadingsJob.READINGS;
        }
    }
}
