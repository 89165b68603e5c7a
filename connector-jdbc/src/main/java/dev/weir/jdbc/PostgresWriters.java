package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * The transactions that write a table, seen by their locks on it (PostgreSQL documentation, 13.3.1 and 53.12, "pg_locks"):
 * whoever inserts, updates or deletes takes ROW EXCLUSIVE before it computes any value, and keeps it to its end, which others
 * see before the lock is gone. PREPARE TRANSACTION is no end: lock and name stay (since 12.9, 13.5 and 14.1).
 */
final class PostgresWriters {
    private static final String WRITERS = "WITH RECURSIVE tree(relation) AS (SELECT to_regclass(?)::oid"
            + " UNION ALL SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.relation)"
            + " SELECT DISTINCT l.virtualtransaction FROM pg_catalog.pg_locks l WHERE l.locktype = 'relation'"
            + " AND l.mode = 'RowExclusiveLock' AND l.granted"
            + " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
            + " AND l.relation IN (SELECT relation FROM tree)";

    private final Connection connection;
    private final JdbcSourceSettings<?> settings;
    private final String table;

    PostgresWriters(JdbcSourceSession session, JdbcSourceSettings<?> settings) {
        this.connection = session.connection();
        this.settings = settings;
        this.table = session.from();
    }

    /** Refuses what would make the locks say nothing. */
    void check(KeyColumns.Column column) throws SQLException {
        String sql = "SELECT pg_is_in_recovery(), c.relkind::text, (SELECT s.seqcache FROM pg_catalog.pg_sequence s"
                + " WHERE s.seqrelid = to_regclass(pg_get_serial_sequence(?, ?)))"
                + " FROM pg_catalog.pg_class c WHERE c.oid = to_regclass(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            statement.setString(2, column.name());
            statement.setString(3, table);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    throw settings.fault(
                            "the server is a standby, where writers cannot be seen, so that rows which commit late"
                                    + " would be lost",
                            "",
                            "read from the primary");
                }
                String kind = row.getString(2);
                if (!"r".equals(kind) && !"p".equals(kind)) {
                    throw settings.fault(
                            "it is no table, so that its writers cannot be found out",
                            "kind " + kind + " of pg_class",
                            "give the table below it");
                }
                long cache = row.getLong(3);
                if (cache > 1) {
                    throw settings.fault(
                            "the sequence of column \"" + column.name() + "\" gives out numbers in advance, so that"
                                    + " they do not grow with time",
                            "CACHE " + cache,
                            "ALTER SEQUENCE ... CACHE 1, or choose another column");
                }
            }
        }
        connection.commit();
    }

    /** Those who write at this moment. */
    Set<String> now() throws SQLException {
        Set<String> writers = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(WRITERS)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    writers.add(rows.getString(1));
                }
            }
        }
        connection.commit();
        return writers;
    }

    /** Which of some writers are still at work. */
    Set<String> stillOf(Set<String> earlier) throws SQLException {
        Set<String> left = new HashSet<>(earlier);
        left.retainAll(now());
        return left;
    }
}
