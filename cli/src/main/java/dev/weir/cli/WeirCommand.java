package dev.weir.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code weir} command. */
@Command(
        name = "weir",
        description = "Exactly-once connectors and sinks, and the tests that prove it.",
        mixinStandardHelpOptions = true,
        versionProvider = WeirVersion.class)
public final class WeirCommand implements Runnable {

    private WeirCommand() {}

    /** Runs the command and exits with its code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new WeirCommand()).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
