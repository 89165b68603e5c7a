package dev.weir.cli.output;

import dev.weir.error.WeirException;
import dev.weir.testbed.TestbedException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * How commands fail: wrong usage in two lines, what Weir refuses in its own words; anything else is a defect and keeps its
 * stack trace.
 */
public final class CommandErrors {
    /** The exit code of what could not be carried out. */
    public static final int NOT_CARRIED_OUT = 3;

    private CommandErrors() {}

    /** Sets this for a command and all below it. */
    public static CommandLine on(CommandLine command) {
        return command.setParameterExceptionHandler(CommandErrors::explain)
                .setExecutionExceptionHandler(CommandErrors::report);
    }

    private static int explain(ParameterException wrong, String... arguments) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println("weir: " + wrong.getMessage());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int report(Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        if (failure instanceof WeirException
                || failure instanceof TestbedException
                || failure instanceof CommandException) {
            command.getErr().println("weir: " + failure.getMessage());
            return NOT_CARRIED_OUT;
        }
        throw failure;
    }
}
