package dev.weir.cli;

import dev.weir.cli.deadletters.DeadLettersCommand;
import dev.weir.cli.demo.DemoCommand;
import dev.weir.cli.explain.ExplainCommand;
import dev.weir.cli.indoubt.InDoubtCommand;
import dev.weir.cli.ledger.LedgerCommand;
import dev.weir.cli.output.CommandErrors;
import dev.weir.cli.transactions.TransactionsCommand;
import dev.weir.cli.verify.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code weir} command. */
@Command(
        name = "weir",
        description = "Exactly-once connectors and sinks, and the tests that prove it.",
        mixinStandardHelpOptions = true,
        versionProvider = WeirVersion.class,
        subcommands = {
            DemoCommand.class,
            VerifyCommand.class,
            ExplainCommand.class,
            LedgerCommand.class,
            TransactionsCommand.class,
            DeadLettersCommand.class,
            InDoubtCommand.class
        },
        synopsisSubcommandLabel = "<command>",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:done, and what was checked is wrong", "2:wrong usage", "3:could not be carried out"
        },
        exitCodeOnExecutionException = CommandErrors.NOT_CARRIED_OUT,
        footer = {"", "More about a command: weir <command> --help"})
public final class WeirCommand implements Runnable {

    private WeirCommand() {}

    /** Runs the command and exits with its code. */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return CommandErrors.on(new CommandLine(new WeirCommand()));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
