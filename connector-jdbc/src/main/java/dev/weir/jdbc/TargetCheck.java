package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/** Finds out whether a live database takes what a sink writes; changes nothing. */
final class TargetCheck {
    private final ConnectionSettings settings;
    private final Dialect dialect;
    private final Connection connection;

    TargetCheck(ConnectionSettings settings, Dialect dialect, Connection connection) {
        this.settings = settings;
        this.dialect = dialect;
        this.connection = connection;
    }

    void sql(String sql, String description) throws SQLException {
        try {
            dialect.parse(connection, sql);
        } catch (SQLException e) {
            throw rejected(e, description, "correct the statement or create what it needs");
        }
    }

    void table(TableLayout layout, String description) throws SQLException {
        TableShape shape = dialect.shapeOf(connection, layout.table());
        if (!shape.exists()) {
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot write to " + description + ": it does not exist: " + settings.target()
                            + "; create it, or correct its name (" + dialect.namesHint() + ")");
        }
        for (String column : layout.columns()) {
            if (shape.column(column) == null) {
                throw new WeirException(
                        ErrorCode.DESTINATION_REJECTED,
                        "Cannot write to " + description + ": column \"" + column + "\" does not exist: "
                                + settings.target() + ", the table has " + shape.columnNames()
                                + "; add the column or correct the mapping");
            }
        }
        if (!layout.keys().isEmpty() && !shape.uniqueKeys().contains(new HashSet<>(layout.keys()))) {
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot write to " + description + ": it has no unique key (" + String.join(", ", layout.keys())
                            + "): " + settings.target() + "; an upsert needs a primary key or unique constraint on"
                            + " exactly its key columns: add it, or use JdbcSink.insert");
        }
        plan(layout, description);
    }

    private void plan(TableLayout layout, String description) throws SQLException {
        List<String> nulls = Collections.nCopies(layout.columns().size(), "NULL");
        String upsert = layout.keys().isEmpty() ? "" : dialect.upsertClause(layout);
        try {
            dialect.plan(
                    connection,
                    "INSERT INTO " + dialect.quote(layout.table()) + " (" + dialect.quoteAll(layout.columns())
                            + ") VALUES (" + String.join(", ", nulls) + ")" + upsert);
        } catch (SQLException e) {
            String remedy = "correct the table or the mapping";
            if (dialect.failure(e).isMissingPrivilege()) {
                remedy = "GRANT " + (upsert.isEmpty() ? "INSERT" : "SELECT, INSERT, UPDATE") + " ON "
                        + dialect.quote(layout.table()) + " TO the user of the sink";
            }
            throw rejected(e, description, remedy);
        }
    }

    private WeirException rejected(SQLException e, String description, String remedy) throws SQLException {
        SqlFailure failure = dialect.failure(e);
        if (failure.mayPass()) {
            throw e;
        }
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to " + description + ": " + failure.message() + ": " + failure.describe() + ", "
                        + settings.target() + "; " + remedy,
                e);
    }
}
