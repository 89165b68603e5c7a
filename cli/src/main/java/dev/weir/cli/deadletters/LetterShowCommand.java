package dev.weir.cli.deadletters;

import dev.weir.cli.output.Listing;
import dev.weir.jdbc.DeadLetter;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir dlq show}. */
@Command(
        name = "show",
        header = "Shows one dead letter with its columns.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class LetterShowCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "<id>", description = "Its id, as weir dlq list shows it.")
    private String id = "";

    @Mixin
    private final LetterTableOptions options = new LetterTableOptions();

    @Override
    public void run() {
        DeadLetter letter = options.letters().show(id);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("id", letter.id());
        details.put("status", letter.status());
        details.put("created", letter.created());
        details.put("job", letter.job());
        details.put("sink", letter.sink());
        details.put("shard", letter.shard());
        details.put("lineage", letter.lineage());
        details.put("sequence", letter.sequence());
        details.put("position", letter.position());
        details.put("checkpoint", letter.checkpoint());
        details.put("source", letter.source());
        details.put("target", letter.target());
        details.put("operation", letter.operation());
        details.put("state", letter.state());
        details.put("error", letter.error());
        PrintWriter out = spec.commandLine().getOut();
        out.print(Listing.asDetails(List.copyOf(details.keySet()), List.copyOf(details.values())));
        out.println("columns");
        out.println(letter.columns());
    }
}
