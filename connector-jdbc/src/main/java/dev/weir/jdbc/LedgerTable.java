package dev.weir.jdbc;

import dev.weir.sink.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A ledger as tools see it: they read, and change nothing.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class LedgerTable {
    private final Dialect dialect;
    private final TableName table;

    private LedgerTable(Dialect dialect, TableName table) {
        this.dialect = dialect;
        this.table = table;
    }

    /**
     * Takes a table for a ledger.
     *
     * @param name {@code table} or {@code schema.table}, as the sinks name it
     * @throws dev.weir.error.WeirException {@code INVALID_JOB} for a database that is not known
     */
    public static LedgerTable at(Connection connection, String name) throws SQLException {
        return new LedgerTable(Dialect.of(connection), TableName.parse(name));
    }

    /**
     * All rows, in the order of job, sink and shard. What a prepared transaction has left beside the ledger, and no row has
     * taken over yet, counts as in it.
     */
    public List<LedgerRow> rows(Connection connection) throws SQLException {
        UnitsTable units = UnitsTable.of(dialect, table);
        boolean hasUnits = !dialect.shapeOf(connection, units.table()).columns().isEmpty();
        List<LedgerRow> rows = new ArrayList<>();
        for (LedgerRow row : ledgerRows(connection)) {
            rows.add(
                    hasUnits
                            ? row.after(units.committed(connection, new Ledger.Key(row.job(), row.sink(), row.shard())))
                            : row);
        }
        return rows;
    }

    private List<LedgerRow> ledgerRows(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT job, sink, shard, attempt, lineage, sequence, "
                                + dialect.quote("position") + ", digest, checkpoint, records, updated FROM "
                                + dialect.quote(table) + " ORDER BY job, sink, shard");
                ResultSet row = statement.executeQuery()) {
            List<LedgerRow> rows = new ArrayList<>();
            while (row.next()) {
                LedgerEntry entry = new LedgerEntry(
                        row.getLong(4), row.getString(5), row.getLong(6), row.getLong(7), row.getLong(8));
                rows.add(new LedgerRow(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        entry,
                        row.getLong(9),
                        row.getLong(10),
                        updated(row),
                        List.of()));
            }
            return rows;
        }
    }

    /** MySQL keeps it without a zone, in UTC. */
    private Instant updated(ResultSet row) throws SQLException {
        if (dialect instanceof MySqlDialect) {
            LocalDateTime time = row.getObject(11, LocalDateTime.class);
            return time.toInstant(ZoneOffset.UTC);
        }
        Timestamp time = row.getTimestamp(11);
        return time.toInstant();
    }
}
