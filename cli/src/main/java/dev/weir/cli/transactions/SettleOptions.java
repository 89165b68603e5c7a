package dev.weir.cli.transactions;

import dev.weir.cli.output.FormatOption;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.PreparedTransaction;
import dev.weir.jdbc.PreparedTransactions;
import dev.weir.time.Clock;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code weir tx commit} and {@code weir tx rollback} share: everything but the direction. */
public final class SettleOptions {
    @Parameters(
            paramLabel = "<id>",
            arity = "0..*",
            description = "Ids, or parts that only one has; default: all with this verdict.")
    private List<String> ids = List.of();

    @Mixin
    private final InDoubtOptions options = new InDoubtOptions();

    @Mixin
    private final FormatOption format = new FormatOption();

    @Option(names = "--execute", description = "Do it; without this, it is only shown what would be done.")
    private boolean execute;

    @Option(
            names = "--force",
            description =
                    "Also against the verdict, which loses or doubles records; never of a job that runs, and never"
                            + " a transaction of somebody else.")
    private boolean force;

    /** Made by picocli. */
    public SettleOptions() {}

    /** What is done with a transaction. */
    interface Action {
        void apply(PreparedTransactions transactions, PreparedTransaction transaction);
    }

    /**
     * Shows what would be done, or does it.
     *
     * @param verdict the one that speaks for the action
     * @param done what is shown of a transaction when it is done, such as {@code committed}
     */
    void settle(Verdict verdict, String verb, String done, Action action, PrintWriter out) {
        options.with((transactions, found) -> {
            List<InDoubt> chosen = ids.isEmpty()
                    ? found.stream().filter(one -> one.verdict() == verdict).toList()
                    : ids.stream()
                            .map(id -> InDoubtOptions.named(id, found))
                            .distinct()
                            .sorted(InDoubt.ORDER)
                            .toList();
            chosen.forEach(one -> requireAllowed(one, verdict, verb));
            TransactionListing listing = new TransactionListing(
                    "done", "No transaction is to be " + done + ": " + options.place() + ".", Clock.system());
            try {
                for (InDoubt one : chosen) {
                    if (execute) {
                        action.apply(transactions, one.transaction());
                    }
                    listing.add(execute ? done : "would " + verb, one);
                }
            } finally {
                format.print(listing.listing(), out);
            }
            if (!execute && !chosen.isEmpty()) {
                format.note("Nothing was done yet: add --execute to " + verb + ".", out);
            }
            return chosen;
        });
    }

    private void requireAllowed(InDoubt one, Verdict verdict, String verb) {
        switch (one.verdict()) {
            case FOREIGN -> throw refusal(one, verb, "use the tools of its owner");
            case LOST -> throw refusal(one, verb, "restore the database, or start the job from a savepoint");
            case LIVE -> throw refusal(one, verb, "leave it to the job, or stop that first");
            default -> {
                if (one.verdict() != verdict && !force) {
                    throw refusal(one, verb, "follow the verdict, " + one.verdict() + ", or insist with --force");
                }
            }
        }
    }

    private static WeirException refusal(InDoubt one, String verb, String remedy) {
        return new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot " + verb + " transaction " + one.transaction().id() + ": " + one.why() + "; " + remedy);
    }
}
