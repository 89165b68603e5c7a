package dev.weir.jdbc;

import dev.weir.sink.CommitUnit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The SQL of the table beside a ledger that takes what a prepared transaction leaves: one row for its unit. A transaction
 * that changed the ledger's own row would keep it locked until its commit, against the next unit's transaction and
 * against a successor. Rows live from a commit until the ledger's row has taken them over.
 *
 * <p><b>Threading:</b> immutable; transactions are the caller's.
 */
record UnitsTable(Dialect dialect, TransactionCommands commands, TableName table) {
    static UnitsTable of(Dialect dialect, TableName ledger) {
        return new UnitsTable(
                dialect, TransactionCommands.of(dialect), new TableName(ledger.schema(), ledger.table() + "_units"));
    }

    private String name() {
        return dialect.quote(table);
    }

    private String position() {
        return dialect.quote("position");
    }

    /** Makes the table unless it is there. */
    String createTable() {
        return commands.createUnitsTable(name());
    }

    /** A statement that needs all columns, to be planned only. */
    String insertToPlan() {
        return insertSql("'1'");
    }

    /** As {@link #insertToPlan}. */
    String deleteToPlan() {
        return deleteSql("'1'");
    }

    private String insertSql(String value) {
        return "INSERT INTO " + name() + " (job, sink, shard, lineage, sequence, " + position()
                + ", digest, checkpoint, records, attempt) VALUES (" + String.join(", ", Collections.nCopies(10, value))
                + ")";
    }

    private String deleteSql(String value) {
        return ("DELETE FROM " + name()
                        + " WHERE job = %1$s AND sink = %1$s AND shard = %1$s AND lineage = %1$s AND sequence = %1$s")
                .formatted(value);
    }

    void insert(Connection connection, Ledger.Key key, CommitUnit unit, long attempt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insertSql("?"))) {
            key.bind(statement, 1);
            statement.setString(4, unit.lineage());
            statement.setLong(5, unit.sequence());
            statement.setLong(6, unit.position());
            statement.setLong(7, unit.digest());
            statement.setLong(8, unit.checkpointId());
            statement.setLong(9, unit.recordCount());
            statement.setLong(10, attempt);
            statement.executeUpdate();
        }
    }

    /** What was committed and is not folded yet, in sequence. Takes no locks. */
    List<CommitUnit> committed(Connection connection, Ledger.Key key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT lineage, sequence, checkpoint, records, " + position() + ", digest FROM " + name()
                        + " WHERE job = ? AND sink = ? AND shard = ? ORDER BY sequence, lineage")) {
            key.bind(statement, 1);
            List<CommitUnit> units = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    units.add(new CommitUnit(
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6)));
                }
            }
            return units;
        }
    }

    /**
     * Deletes one row by its whole key: MariaDB would look for the end of a range behind it, at the row of the next unit,
     * and wait for that one's prepared transaction.
     */
    void delete(Connection connection, Ledger.Key key, CommitUnit unit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(deleteSql("?"))) {
            key.bind(statement, 1);
            statement.setString(4, unit.lineage());
            statement.setLong(5, unit.sequence());
            statement.executeUpdate();
        }
    }
}
