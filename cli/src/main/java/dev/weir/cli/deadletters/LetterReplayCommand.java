package dev.weir.cli.deadletters;

import dev.weir.jdbc.DeadLetterTable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir dlq replay}. */
@Command(
        name = "replay",
        header = "Writes dead letters to where they were meant for, once each.",
        description = {
            "",
            "Each letter is written and marked as replayed in one transaction, so that none is written twice. The first one"
                    + " that the database still refuses ends the command; those before it are done.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class LetterReplayCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "<id>", arity = "1..*", description = "Ids, as weir dlq list shows them.")
    private List<String> ids = List.of();

    @Mixin
    private final LetterTableOptions options = new LetterTableOptions();

    @Override
    public void run() {
        DeadLetterTable letters = options.letters();
        for (String id : ids) {
            letters.replay(id);
            spec.commandLine().getOut().println("replayed " + id);
        }
    }
}
