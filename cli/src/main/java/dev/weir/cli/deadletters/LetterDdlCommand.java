package dev.weir.cli.deadletters;

import dev.weir.jdbc.JdbcDdl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir dlq ddl}. */
@Command(
        name = "ddl",
        header = "Prints the SQL that creates a table for dead letters.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class LetterDdlCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--dialect",
            paramLabel = "<database>",
            required = true,
            description = "postgresql, mysql or mariadb.")
    private String dialect = "";

    @Option(
            names = "--table",
            paramLabel = "<table>",
            defaultValue = "weir_dead_letters",
            description = "table or schema.table; default: ${DEFAULT-VALUE}.")
    private String table = "";

    @Override
    public void run() {
        spec.commandLine().getOut().println(JdbcDdl.deadLetters(dialect, table) + ";");
    }
}
