package dev.weir.cli.deadletters;

import dev.weir.jdbc.DeadLetterTable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir dlq drop}. */
@Command(
        name = "drop",
        header = "Deletes dead letters, replayed or not.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class LetterDropCommand implements Runnable {
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
            letters.drop(id);
            spec.commandLine().getOut().println("dropped " + id);
        }
    }
}
