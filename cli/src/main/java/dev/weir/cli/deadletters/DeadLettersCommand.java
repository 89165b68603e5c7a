package dev.weir.cli.deadletters;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir dlq}. */
@Command(
        name = "dlq",
        header = "Shows, replays and drops dead letters: records that a database refused.",
        description = {
            "",
            "A letter holds its columns as JSON. To mend one, correct it in the table with SQL, then replay it.",
            ""
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            LetterDdlCommand.class,
            LetterListCommand.class,
            LetterShowCommand.class,
            LetterReplayCommand.class,
            LetterDropCommand.class
        },
        synopsisSubcommandLabel = "<command>")
public final class DeadLettersCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Made by picocli. */
    public DeadLettersCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: ddl, list, show, replay or drop");
    }
}
