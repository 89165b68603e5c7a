package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    void table(TableLayout layout, TableTarget.Writes writes, String description) throws SQLException {
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
        storage(layout.table(), shape, description);
        if (writes != TableTarget.Writes.DELETE) {
            requireAllColumns(layout, shape, description);
        }
        if (writes.isUpsert()) {
            requireKey(layout, shape, description);
        }
        plan(layout, writes, description);
    }

    /** Refuses a table that is not written in transactions. */
    void storage(TableName table, TableShape shape, String description) {
        String fault = dialect.storageFault(shape.storage());
        // What a crash makes of the rows is for the probe to say, and for the user to decide.
        if (!fault.isEmpty() && !shape.storage().equals("unlogged")) {
            throw refused(
                    description,
                    "its rows are " + shape.storage() + ": " + fault,
                    "run: " + dialect.storageMend(table));
        }
    }

    private void requireAllColumns(TableLayout layout, TableShape shape, String description) {
        List<String> left = shape.columns().stream()
                .filter(TableShape.ColumnShape::required)
                .map(TableShape.ColumnShape::name)
                .filter(name -> !layout.columns().contains(name))
                .toList();
        if (!left.isEmpty()) {
            throw refused(
                    description,
                    "columns without default that may not be null are not mapped: " + String.join(", ", left),
                    "map them or give them a default");
        }
    }

    private void requireKey(TableLayout layout, TableShape shape, String description) {
        Set<String> key = new HashSet<>(layout.keys());
        if (!shape.uniqueKeys().contains(key)) {
            throw refused(
                    description,
                    "it has no unique key (" + String.join(", ", layout.keys()) + ")",
                    "an upsert needs a primary key or unique constraint on exactly its key columns: add it, or use"
                            + " JdbcSink.insert");
        }
        if (!dialect.upsertsByAnyUniqueKey()) {
            return;
        }
        for (Set<String> other : shape.uniqueKeys()) {
            if (!other.equals(key) && layout.columns().containsAll(other)) {
                throw refused(
                        description,
                        "it has another unique key (" + String.join(", ", other) + "), and an upsert of "
                                + dialect.product() + " would overwrite the row that is equal in that one",
                        "drop it, leave one of its columns out, or use JdbcSink.statement");
            }
        }
    }

    private WeirException refused(String description, String why, String remedy) {
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to " + description + ": " + why + ": " + settings.target() + "; " + remedy);
    }

    private void plan(TableLayout layout, TableTarget.Writes writes, String description) throws SQLException {
        String table = dialect.quote(layout.table());
        String privileges = "INSERT";
        try {
            if (writes != TableTarget.Writes.DELETE) {
                String upsert = writes.isUpsert() ? dialect.upsertClause(layout) : "";
                privileges = writes.isUpsert() ? "SELECT, INSERT, UPDATE" : "INSERT";
                List<String> nulls = Collections.nCopies(layout.columns().size(), "NULL");
                dialect.plan(
                        connection,
                        "INSERT INTO " + table + " (" + dialect.quoteAll(layout.columns()) + ") VALUES ("
                                + String.join(", ", nulls) + ")" + upsert);
            }
            if (writes.isDelete()) {
                privileges = "SELECT, DELETE";
                dialect.plan(
                        connection,
                        "DELETE FROM " + table + " WHERE "
                                + dialect.quote(layout.keys().get(0)) + " IS NULL");
            }
        } catch (SQLException e) {
            String remedy = dialect.failure(e).isMissingPrivilege()
                    ? "GRANT " + privileges + " ON " + table + " TO the user of the sink"
                    : "correct the table or the mapping";
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
