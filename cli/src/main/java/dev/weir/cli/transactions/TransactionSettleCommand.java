package dev.weir.cli.transactions;

import dev.weir.cli.database.CheckpointOptions;
import dev.weir.cli.output.FormatOption;
import dev.weir.cli.transactions.kafka.JudgedTransaction;
import dev.weir.cli.transactions.kafka.KafkaListing;
import dev.weir.cli.transactions.kafka.KafkaOptions;
import dev.weir.cli.transactions.kafka.KafkaVerdict;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.kafka.OpenTransactions;
import dev.weir.time.Clock;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir tx settle}. */
@Command(
        name = "settle",
        header = "Ends transactions in Kafka that a dead job left open.",
        description = {
            "",
            "Nothing is lost by that: the job's checkpoint holds the records, and its next start writes what the ledger"
                    + " lacks. Readers of committed records go on at once instead of after the transaction's timeout."
                    + " One that hangs is ended with --force only: what stands in its partition is lost if the ledger has"
                    + " its unit.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TransactionSettleCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "<id>",
            arity = "0..*",
            description = "Ids, or parts that only one has; default: all with verdict ABORT.")
    private List<String> ids = List.of();

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private final FormatOption format = new FormatOption();

    @Option(names = "--execute", description = "Do it; without this, it is only shown what would be done.")
    private boolean execute;

    @Option(names = "--force", description = "Also against the verdict; never of a job that runs.")
    private boolean force;

    @Override
    public void run() {
        if (!kafka.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing required option: '--kafka=<host:port,...>'; in a database, use weir tx commit or rollback");
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean none = kafka.with(checkpoints, (transactions, found) -> settle(transactions, found, out))
                .isEmpty();
        if (!execute && !none) {
            format.note("Nothing was done yet: add --execute to abort.", out);
        }
    }

    private List<JudgedTransaction> settle(
            OpenTransactions transactions, List<JudgedTransaction> found, PrintWriter out) {
        List<JudgedTransaction> chosen = ids.isEmpty()
                ? found.stream()
                        .filter(one -> one.verdict() == KafkaVerdict.ABORT)
                        .toList()
                : ids.stream()
                        .map(id -> JudgedTransaction.named(id, found))
                        .distinct()
                        .sorted(Comparator.comparing(one -> one.transaction().since()))
                        .toList();
        chosen.forEach(this::requireAllowed);
        KafkaListing listing =
                new KafkaListing("done", "No transaction is to be aborted: " + kafka.place() + ".", Clock.system());
        try {
            for (JudgedTransaction one : chosen) {
                if (execute) {
                    transactions.abort(one.transaction());
                }
                listing.add(execute ? "aborted" : "would abort", one);
            }
        } finally {
            format.print(listing.listing(), out);
        }
        return chosen;
    }

    private void requireAllowed(JudgedTransaction one) {
        switch (one.verdict()) {
            case LIVE -> throw refusal(one, "leave it to the job, or stop that first");
            case ENDING -> throw refusal(one, "wait, and list the transactions again");
            case UNKNOWN, HANGING -> {
                if (!force) {
                    throw refusal(one, "insist with --force");
                }
            }
            case ABORT -> {}
        }
    }

    private static WeirException refusal(JudgedTransaction one, String remedy) {
        return new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot abort transaction " + one.transaction().id() + ": " + one.why() + "; " + remedy);
    }
}
