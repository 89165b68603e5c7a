package dev.weir.cli.deadletters;

import dev.weir.cli.output.FormatOption;
import dev.weir.cli.output.Listing;
import dev.weir.jdbc.DeadLetter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir dlq list}. */
@Command(
        name = "list",
        header = "Lists the dead letters of a job, the oldest first.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class LetterListCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final LetterTableOptions options = new LetterTableOptions();

    @Option(names = "--job", paramLabel = "<name>", required = true, description = "Whose letters.")
    private String job = "";

    @Option(
            names = "--most",
            paramLabel = "<n>",
            defaultValue = "100",
            description = "No more than so many; default: ${DEFAULT-VALUE}.")
    private int most;

    @Mixin
    private final FormatOption format = new FormatOption();

    @Override
    public void run() {
        Listing listing = new Listing(
                "Job " + job + " has no dead letters: " + options.place() + ".",
                "id",
                "status",
                "created",
                "sink",
                "target",
                "operation",
                "source",
                "state",
                "error");
        for (DeadLetter letter : options.letters().list(job, most)) {
            listing.row(
                    letter.id(),
                    letter.status(),
                    letter.created(),
                    letter.sink(),
                    letter.target(),
                    letter.operation(),
                    letter.source(),
                    letter.state(),
                    firstLine(letter.error()));
        }
        format.print(listing, spec.commandLine().getOut());
    }

    private static String firstLine(String error) {
        return error.lines().findFirst().orElse("");
    }
}
