package dev.weir.cli.ledger;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir ledger}. */
@Command(
        name = "ledger",
        header = "Shows what a database remembers of the jobs that write to it.",
        mixinStandardHelpOptions = true,
        subcommands = {LedgerDdlCommand.class, LedgerListCommand.class, LedgerVerifyCommand.class},
        synopsisSubcommandLabel = "<command>")
public final class LedgerCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Made by picocli. */
    public LedgerCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: ddl, list or verify");
    }
}
