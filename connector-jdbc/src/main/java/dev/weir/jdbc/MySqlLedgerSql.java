package dev.weir.jdbc;

import dev.weir.sink.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The SQL of a ledger in MySQL or MariaDB.
 *
 * @param table quoted
 * @param collation tells all texts apart
 */
record MySqlLedgerSql(String table, String collation) implements Dialect.LedgerSql {
    private String text(String name, int length) {
        return name + " varchar(" + length + ") CHARACTER SET utf8mb4 COLLATE " + collation + " NOT NULL";
    }

    @Override
    public String createTable() {
        return "CREATE TABLE IF NOT EXISTS " + table + " (" + text("job", 255) + ", " + text("sink", 255)
                + ", shard int NOT NULL, attempt bigint NOT NULL, " + text("owner", 255) + ", "
                + text("lineage", 255)
                + ", sequence bigint NOT NULL, `position` bigint NOT NULL, digest bigint NOT NULL,"
                + " checkpoint bigint NOT NULL, records bigint NOT NULL, updated datetime(6) NOT NULL,"
                + " PRIMARY KEY (job, sink, shard)) ENGINE = InnoDB ROW_FORMAT = DYNAMIC";
    }

    @Override
    public String addColumn(String column) {
        return "ALTER TABLE " + table + " ADD COLUMN " + text(column, 255) + " DEFAULT ''";
    }

    @Override
    public void claim(Connection connection, Ledger.Key key, long attempt, String owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(claimSql("?"))) {
            int next = key.bind(statement, 1);
            statement.setLong(next, attempt);
            statement.setString(next + 1, owner);
            statement.executeUpdate();
        }
    }

    @Override
    public String claimToPlan() {
        return claimSql("1");
    }

    /** Assignments run from left to right, so the attempt that the others look at comes last. */
    private String claimSql(String value) {
        return ("INSERT INTO " + table + " (job, sink, shard, attempt, owner, lineage, sequence, `position`,"
                        + " digest, checkpoint, records, updated) VALUES (%1$s, %1$s, %1$s, %1$s, %1$s, '"
                        + LedgerEntry.NO_LINEAGE + "', 0, 0, 0, 0, 0, UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE"
                        + " owner = IF(attempt < VALUES(attempt), VALUES(owner), owner), updated = IF(attempt <"
                        + " VALUES(attempt), VALUES(updated), updated), attempt = GREATEST(attempt,"
                        + " VALUES(attempt))")
                .formatted(value);
    }

    @Override
    public String now() {
        return "UTC_TIMESTAMP(6)";
    }
}
