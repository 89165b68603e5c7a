package dev.weir.cli.transactions;

import dev.weir.jdbc.PreparedTransactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir tx commit}. */
@Command(
        name = "commit",
        header = "Commits transactions that a complete checkpoint holds.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TransactionCommitCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final SettleOptions options = new SettleOptions();

    @Override
    public void run() {
        options.settle(
                Verdict.COMMIT,
                "commit",
                "committed",
                PreparedTransactions::commit,
                spec.commandLine().getOut());
    }
}
