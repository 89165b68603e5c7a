package dev.weir.cli.indoubt;

import dev.weir.testbed.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir in-doubt}. */
@Command(
        name = "in-doubt",
        header = "Rehearses how transactions are settled that a dead job left prepared.",
        description = {
            "",
            "Starts a PostgreSQL of its own, kills a job between prepare and commit, runs weir tx list, show, commit and"
                    + " rollback, and starts the job again. Prints everything as it would be typed; docs/in-doubt.md"
                    + " explains it.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every record is in the table once",
            "1:records were lost or doubled",
            "2:wrong usage",
            "3:could not be carried out"
        })
public final class InDoubtCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Made by picocli. */
    public InDoubtCommand() {}

    @Override
    public Integer call() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("weir-in-doubt-");
        try (PostgresServer server = PostgresServer.start()) {
            return new Rehearsal(server, folder, spec.commandLine().getOut()).run() ? 0 : 1;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
