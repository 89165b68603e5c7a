package dev.weir.cli.ledger;

import dev.weir.jdbc.JdbcDdl;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir ledger ddl}. */
@Command(
        name = "ddl",
        header = "Prints the SQL that creates a ledger, for whoever may create tables.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class LedgerDdlCommand implements Runnable {
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
            defaultValue = "weir_ledger",
            description = "table or schema.table; default: ${DEFAULT-VALUE}.")
    private String table = "";

    @Option(names = "--two-phase", description = "Also the table beside it that TWO_PHASE and TWO_PHASE_INSURED need.")
    private boolean twoPhase;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(JdbcDdl.ledger(dialect, table) + ";");
        if (twoPhase) {
            out.println(JdbcDdl.units(dialect, table) + ";");
        }
    }
}
