package dev.weir.jdbc;

import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a ledger table. Transactions are the caller's.
 *
 * <p>A row belongs to the attempt and owner in it; only they move it. Whoever has a higher attempt number takes it over.
 */
final class Ledger {
    private static final List<String> COLUMNS = List.of(
            "job",
            "sink",
            "shard",
            "attempt",
            "owner",
            "lineage",
            "sequence",
            "position",
            "digest",
            "checkpoint",
            "records",
            "updated");
    /** Columns that tables of older versions lack. */
    private static final List<String> LATER_COLUMNS = List.of("owner");

    private final TableName table;
    private final Dialect dialect;
    private final Dialect.LedgerSql sql;

    Ledger(TableName table, Dialect dialect) {
        this.table = table;
        this.dialect = dialect;
        this.sql = dialect.ledgerSql(table);
    }

    /** Names a row. */
    record Key(String job, String sink, int shard) {
        /** Sets three parameters and returns the next one's number. */
        int bind(PreparedStatement statement, int first) throws SQLException {
            statement.setString(first, job);
            statement.setString(first + 1, sink);
            statement.setInt(first + 2, shard);
            return first + 3;
        }
    }

    /** A row and who owns it. */
    record Row(LedgerEntry entry, String owner) {
        boolean belongsTo(long attempt, String someOwner) {
            return entry.attempt() == attempt && owner.equals(someOwner);
        }
    }

    TableName table() {
        return table;
    }

    String createTable() {
        return sql.createTable();
    }

    /** A statement that needs all columns and privileges, to be planned only. */
    String sqlToPlan() {
        return sql.claimToPlan();
    }

    /** Which columns a table lacks. */
    static List<String> missingColumns(TableShape shape) {
        return COLUMNS.stream().filter(column -> shape.column(column) == null).toList();
    }

    /** What makes a ledger of this version of one that lacks these columns; empty if it is something else. */
    String upgrade(List<String> missing) {
        List<String> statements = new ArrayList<>();
        for (String column : missing) {
            if (!LATER_COLUMNS.contains(column)) {
                return "";
            }
            statements.add(sql.addColumn(column));
        }
        return String.join("; ", statements);
    }

    /**
     * Puts attempt and owner into the row, unless a newer attempt or another owner of the same one is there, and returns
     * the row as it then is. Waits for a transaction that holds the row, and holds it until the transaction ends.
     */
    Row claim(Connection connection, Key key, long attempt, String owner) throws SQLException {
        sql.claim(connection, key, attempt, owner);
        Row row = select(connection, key, " FOR UPDATE");
        if (row == null) {
            throw new SQLException("the row " + key + " is gone from ledger table " + table, "40001");
        }
        return row;
    }

    @Nullable
    Row read(Connection connection, Key key) throws SQLException {
        return select(connection, key, "");
    }

    private @Nullable Row select(Connection connection, Key key, String lock) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT attempt, lineage, sequence, " + dialect.quote("position")
                        + ", digest, owner FROM " + dialect.quote(table) + " WHERE job = ? AND sink = ? AND shard = ?"
                        + lock)) {
            key.bind(statement, 1);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Row(
                                new LedgerEntry(
                                        row.getLong(1),
                                        row.getString(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5)),
                                row.getString(6))
                        : null;
            }
        }
    }

    /**
     * Puts the unit into the row if it equals {@code expected} and belongs to the owner. Takes the row's lock, so it waits
     * for another transaction that holds it and then compares with what that one left.
     */
    boolean advance(Connection connection, Key key, Row expected, CommitUnit unit) throws SQLException {
        LedgerEntry entry = expected.entry();
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + dialect.quote(table)
                + " SET lineage = ?, sequence = ?, " + dialect.quote("position")
                + " = ?, digest = ?, checkpoint = ?, records = ?, updated = " + sql.now()
                + " WHERE job = ? AND sink = ? AND shard = ? AND attempt = ? AND owner = ? AND lineage = ?"
                + " AND sequence = ? AND " + dialect.quote("position") + " = ? AND digest = ?")) {
            statement.setString(1, unit.lineage());
            statement.setLong(2, unit.sequence());
            statement.setLong(3, unit.position());
            statement.setLong(4, unit.digest());
            statement.setLong(5, unit.checkpointId());
            statement.setLong(6, unit.recordCount());
            int next = key.bind(statement, 7);
            statement.setLong(next++, entry.attempt());
            statement.setString(next++, expected.owner());
            statement.setString(next++, entry.lineage());
            statement.setLong(next++, entry.sequence());
            statement.setLong(next++, entry.position());
            statement.setLong(next, entry.digest());
            return statement.executeUpdate() == 1;
        }
    }

    /** How a user lets a job with a lower attempt number have the row. */
    String resetSql(Key key) {
        return "UPDATE " + dialect.quote(table) + " SET attempt = 0 WHERE job = " + dialect.literal(key.job())
                + " AND sink = " + dialect.literal(key.sink());
    }
}
