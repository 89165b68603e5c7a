package dev.weir.cli.transactions;

import dev.weir.jdbc.PreparedTransactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir tx rollback}. */
@Command(
        name = "rollback",
        header = "Rolls back transactions that no complete checkpoint holds.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TransactionRollbackCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final SettleOptions options = new SettleOptions();

    @Override
    public void run() {
        options.settle(
                Verdict.ROLLBACK,
                "roll back",
                "rolled back",
                PreparedTransactions::rollback,
                spec.commandLine().getOut());
    }
}
