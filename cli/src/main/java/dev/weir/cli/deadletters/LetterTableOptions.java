package dev.weir.cli.deadletters;

import dev.weir.cli.database.DatabaseOptions;
import dev.weir.jdbc.DeadLetterTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which table of dead letters in which database. */
public final class LetterTableOptions {
    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--table",
            paramLabel = "<table>",
            defaultValue = "weir_dead_letters",
            description = "The letters' table, as the sinks name it; default: ${DEFAULT-VALUE}.")
    private String table = "weir_dead_letters";

    /** Made by picocli. */
    public LetterTableOptions() {}

    DeadLetterTable letters() {
        return database.deadLetters(table);
    }

    String place() {
        return "table " + table + " at " + database.target();
    }
}
