package dev.weir.cli.transactions;

import dev.weir.cli.database.CheckpointOptions;
import dev.weir.cli.database.LedgerOptions;
import dev.weir.cli.transactions.kafka.KafkaOptions;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.LedgerRow;
import dev.weir.jdbc.LedgerTable;
import dev.weir.jdbc.PreparedTransaction;
import dev.weir.jdbc.PreparedTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where transactions in doubt are looked for, and by what they are judged. */
public final class InDoubtOptions {
    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    /** Made by picocli. */
    public InDoubtOptions() {}

    /** Whether to look at Kafka instead of a database. */
    boolean areForKafka() {
        if (kafka.isGiven() && ledger.database().isGiven()) {
            throw new ParameterException(
                    command.commandLine(), "--url and --kafka exclude each other; give the one that is meant");
        }
        return kafka.isGiven();
    }

    KafkaOptions kafka() {
        return kafka;
    }

    CheckpointOptions checkpoints() {
        return checkpoints;
    }

    String place() {
        return ledger.place();
    }

    /** Something to do with the database. */
    interface Work<T> {
        T run(PreparedTransactions transactions, List<InDoubt> found) throws SQLException;
    }

    /** Lists what is in doubt and goes on with it, in one session. */
    <T> T with(Work<T> work) {
        if (areForKafka()) {
            throw new ParameterException(
                    command.commandLine(), "--kafka is for weir tx list, show and settle; give a database by --url");
        }
        try (Connection connection = ledger.database().connect()) {
            // The transactions first: one that a checkpoint holds was prepared before the checkpoint was complete.
            PreparedTransactions transactions = PreparedTransactions.at(connection, ledger.table());
            List<PreparedTransaction> prepared = transactions.list().stream()
                    .filter(transaction -> !transaction.isKnown() || checkpoints.includes(transaction.job()))
                    .toList();
            Map<String, JobView> jobs = new HashMap<>();
            for (String job : checkpoints.jobs()) {
                checkpoints.of(job).map(JobView::of).ifPresent(view -> jobs.put(job, view));
            }
            List<LedgerRow> rows = LedgerTable.at(connection, ledger.table()).rows(connection);
            // Jobs that write elsewhere may keep their checkpoints in the same folder.
            jobs.keySet()
                    .removeIf(job -> rows.stream().noneMatch(row -> row.job().equals(job)));
            return work.run(transactions, new Judge(jobs, rows).judge(prepared));
        } catch (SQLException e) {
            throw ledger.database().failure("look for transactions", e);
        }
    }

    /** The one whose id contains the text. */
    static InDoubt named(String text, List<InDoubt> found) {
        List<InDoubt> matches = found.stream()
                .filter(one -> one.transaction().id().contains(text))
                .toList();
        List<InDoubt> exact = matches.stream()
                .filter(one -> one.transaction().id().equals(text))
                .toList();
        if (matches.size() == 1 || exact.size() == 1) {
            return exact.size() == 1 ? exact.get(0) : matches.get(0);
        }
        throw new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot find transaction " + text + ": " + matches.size() + " ids contain this: "
                        + matches.stream().map(one -> one.transaction().id()).toList()
                        + "; see weir tx list, and give more of the id");
    }
}
