package dev.weir.cli;

import dev.weir.cli.demo.DemoCommand;
import dev.weir.cli.explain.ExplainCommand;
import dev.weir.cli.indoubt.InDoubtCommand;
import dev.weir.cli.ledger.LedgerCommand;
import dev.weir.cli.transactions.TransactionsCommand;
import dev.weir.error.WeirException;
import dev.weir.testbed.TestbedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The {@code weir} command. */
@Command(
        name = "weir",
        description = "Exactly-once connectors and sinks, and the tests that prove it.",
        mixinStandardHelpOptions = true,
        versionProvider = WeirVersion.class,
        subcommands = {
            DemoCommand.class,
            ExplainCommand.class,
            LedgerCommand.class,
            TransactionsCommand.class,
            InDoubtCommand.class
        },
        synopsisSubcommandLabel = "<command>",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:done, and what was checked is wrong", "2:wrong usage", "3:could not be carried out"
        },
        exitCodeOnExecutionException = WeirCommand.NOT_CARRIED_OUT,
        footer = {"", "More about a command: weir <command> --help"})
public final class WeirCommand implements Runnable {

    static final int NOT_CARRIED_OUT = 3;

    private WeirCommand() {}

    /** Runs the command and exits with its code. */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new WeirCommand())
                .setParameterExceptionHandler(WeirCommand::explain)
                .setExecutionExceptionHandler(WeirCommand::report);
    }

    /** What Weir itself refuses is said in its own words; anything else is a defect and keeps its stack trace. */
    private static int report(Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        if (failure instanceof WeirException || failure instanceof TestbedException) {
            command.getErr().println("weir: " + failure.getMessage());
            return NOT_CARRIED_OUT;
        }
        throw failure;
    }

    private static int explain(ParameterException wrong, String... arguments) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println("weir: " + wrong.getMessage());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
