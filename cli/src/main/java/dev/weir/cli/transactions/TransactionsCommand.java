package dev.weir.cli.transactions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir tx}. */
@Command(
        name = "tx",
        header = "Shows and settles transactions that a dead job left prepared or open.",
        description = {
            "",
            "A job settles its transactions by itself when it starts again; until then they hold locks. These commands do"
                    + " the same by hand, for a job that cannot be started soon. They judge by the newest checkpoint of the"
                    + " job and by the ledger, and never touch a transaction of somebody else.",
            "",
            "In a database (--url), list, show, commit and rollback; in Kafka (--kafka), list, show and settle.",
            ""
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            TransactionListCommand.class,
            TransactionShowCommand.class,
            TransactionCommitCommand.class,
            TransactionRollbackCommand.class,
            TransactionSettleCommand.class
        },
        synopsisSubcommandLabel = "<command>")
public final class TransactionsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Made by picocli. */
    public TransactionsCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, show, commit, rollback or settle");
    }
}
