package dev.weir.jdbc;

import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The SQL of a ledger table in PostgreSQL. Transactions are the caller's. */
record PostgresLedger(TableName table) {
    /** Names a row. */
    record Key(String job, String sink, int shard) {}

    String createTable() {
        return "CREATE TABLE IF NOT EXISTS " + table.quoted() + " (job text NOT NULL, sink text NOT NULL,"
                + " shard integer NOT NULL, attempt bigint NOT NULL, lineage text NOT NULL, sequence bigint NOT NULL,"
                + " \"position\" bigint NOT NULL, digest bigint NOT NULL, checkpoint bigint NOT NULL,"
                + " records bigint NOT NULL, updated timestamp with time zone NOT NULL,"
                // Room in each page, so that an update can put the new row version beside the old one.
                + " PRIMARY KEY (job, sink, shard)) WITH (fillfactor = 50)";
    }

    /**
     * Puts the attempt into the row, unless a newer one is there, and returns the row as it then is, or null. Waits for
     * a transaction that holds the row.
     */
    @Nullable
    LedgerEntry fence(Connection connection, Key key, long attempt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(fenceSql("?"))) {
            setKey(statement, 1, key);
            statement.setLong(4, attempt);
            return entry(statement);
        }
    }

    private String fenceSql(String value) {
        return ("INSERT INTO " + table.quoted() + " AS ledger (job, sink, shard, attempt, lineage, sequence,"
                        + " \"position\", digest, checkpoint, records, updated) VALUES (%1$s, %1$s, %1$s, %1$s, '"
                        + LedgerEntry.NO_LINEAGE
                        + "', 0, 0, 0, 0, 0, now()) ON CONFLICT (job, sink, shard) DO UPDATE SET attempt ="
                        + " excluded.attempt, updated = now() WHERE ledger.attempt <= excluded.attempt"
                        + " RETURNING attempt, lineage, sequence, \"position\", digest")
                .formatted(value);
    }

    /** A statement that needs all columns and privileges, to be planned only. */
    String sqlToPlan() {
        return fenceSql("NULL");
    }

    @Nullable
    LedgerEntry read(Connection connection, Key key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT attempt, lineage, sequence, \"position\", digest FROM "
                        + table.quoted() + " WHERE job = ? AND sink = ? AND shard = ?")) {
            setKey(statement, 1, key);
            return entry(statement);
        }
    }

    /**
     * Puts the unit into the row if it equals {@code expected}. Takes the row's lock, so it waits for another
     * transaction that holds it and then compares with what that one left.
     */
    boolean advance(Connection connection, Key key, LedgerEntry expected, CommitUnit unit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + table.quoted()
                + " SET lineage = ?, sequence = ?, \"position\" = ?, digest = ?, checkpoint = ?, records = ?,"
                + " updated = now() WHERE job = ? AND sink = ? AND shard = ? AND attempt = ? AND lineage = ?"
                + " AND sequence = ? AND \"position\" = ? AND digest = ?")) {
            statement.setString(1, unit.lineage());
            statement.setLong(2, unit.sequence());
            statement.setLong(3, unit.position());
            statement.setLong(4, unit.digest());
            statement.setLong(5, unit.checkpointId());
            statement.setLong(6, unit.recordCount());
            setKey(statement, 7, key);
            statement.setLong(10, expected.attempt());
            statement.setString(11, expected.lineage());
            statement.setLong(12, expected.sequence());
            statement.setLong(13, expected.position());
            statement.setLong(14, expected.digest());
            return statement.executeUpdate() == 1;
        }
    }

    private static void setKey(PreparedStatement statement, int first, Key key) throws SQLException {
        statement.setString(first, key.job());
        statement.setString(first + 1, key.sink());
        statement.setInt(first + 2, key.shard());
    }

    private static @Nullable LedgerEntry entry(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? new LedgerEntry(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5))
                    : null;
        }
    }

    /** How a user lets a job with a lower attempt number have the row. */
    String resetSql(Key key) {
        return "UPDATE " + table.quoted() + " SET attempt = 0 WHERE job = " + literal(key.job()) + " AND sink = "
                + literal(key.sink());
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
