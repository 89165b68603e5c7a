package dev.weir.cli.database;

import dev.weir.error.WeirException;
import dev.weir.jdbc.LedgerRow;
import dev.weir.jdbc.LedgerTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which ledger in which database. */
public final class LedgerOptions {
    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--ledger-table",
            paramLabel = "<table>",
            defaultValue = "weir_ledger",
            description = "The ledger, as the sinks name it; default: ${DEFAULT-VALUE}.")
    private String table = "weir_ledger";

    /** Made by picocli. */
    public LedgerOptions() {}

    public DatabaseOptions database() {
        return database;
    }

    public String table() {
        return table;
    }

    /** For messages. */
    public String place() {
        return "ledger " + table + " at " + database.target();
    }

    /** @throws WeirException {@code DESTINATION_UNAVAILABLE} */
    public List<LedgerRow> rows() {
        try (Connection connection = database.connect()) {
            return LedgerTable.at(connection, table).rows(connection);
        } catch (SQLException e) {
            throw database.failure("read ledger " + table, e);
        }
    }
}
