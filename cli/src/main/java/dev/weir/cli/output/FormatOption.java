package dev.weir.cli.output;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** {@code --format}. */
public final class FormatOption {
    @Option(
            names = "--format",
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, or json for scripts; default: ${DEFAULT-VALUE}.")
    private Format format = Format.table;

    /** Made by picocli. */
    public FormatOption() {}

    public void print(Listing listing, PrintWriter out) {
        out.print(format.print(listing));
        out.flush();
    }

    /** Whether nothing but the listing may be printed. */
    public boolean isForScripts() {
        return format == Format.json;
    }

    /** Something for people only, which JSON leaves out. */
    public void note(String line, PrintWriter out) {
        if (!isForScripts()) {
            out.println(line);
        }
    }
}
