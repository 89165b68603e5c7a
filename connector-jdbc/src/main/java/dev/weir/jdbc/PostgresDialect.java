package dev.weir.jdbc;

import dev.weir.sink.LedgerEntry;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. */
enum PostgresDialect implements Dialect {
    INSTANCE;

    private static final int MOST_PARAMETERS = 65_535;
    private static final int ROWS_OF_INSERT = 64;

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public SqlFailure failure(SQLException cause) {
        return PostgresFailure.of(cause);
    }

    @Override
    public String sessionSetup(ConnectionSettings settings) {
        // A transaction that nobody goes on with keeps the ledger's row locked: the server must end it.
        return "SET statement_timeout = " + settings.statementTimeout().toMillis() + "; SET lock_timeout = "
                + settings.lockTimeout().toMillis() + "; SET idle_in_transaction_session_timeout = "
                + settings.replyTimeout().toMillis();
    }

    @Override
    public String upsertClause(TableLayout layout) {
        String target = " ON CONFLICT (" + quoteAll(layout.keys()) + ") DO ";
        if (layout.values().isEmpty()) {
            return target + "NOTHING";
        }
        String update = target + "UPDATE SET "
                + layout.values().stream()
                        .map(this::quote)
                        .map(name -> name + " = excluded." + name)
                        .collect(Collectors.joining(", "));
        if (layout.version() == null) {
            return update;
        }
        String version = quote(layout.version());
        String present = quote(layout.table().table()) + "." + version;
        return update + " WHERE " + present + " IS NULL OR " + present + " <= excluded." + version;
    }

    @Override
    public String nameType() {
        return "text";
    }

    @Override
    public String textType() {
        return "text";
    }

    @Override
    public String timeType() {
        return "timestamp";
    }

    @Override
    public String tableOptions() {
        return "";
    }

    @Override
    public TableWriter tableWriter(Connection connection, TableLayout layout) throws SQLException {
        TableShape shape = shapeOf(connection, layout.table());
        if (!shape.exists()) {
            throw new SQLException("table " + layout.table() + " does not exist", PostgresFailure.UNDEFINED_TABLE);
        }
        String upsert = layout.keys().isEmpty() ? "" : upsertClause(layout);
        @Nullable RowStatement deletes = layout.keys().isEmpty() ? null : new KeyDelete(this, layout);
        List<String> types = new ArrayList<>();
        for (String name : layout.columns()) {
            TableShape.ColumnShape column = shape.column(name);
            if (column != null) {
                types.add(column.castType());
            }
        }
        boolean plain =
                types.size() == layout.columns().size() && !shape.storage().equals("view");
        RowStatement puts = !plain
                ? new MultiRowInsert(this, layout, upsert, ROWS_OF_INSERT)
                : upsert.isEmpty() ? new CopyInsert(this, layout) : new UnnestUpsert(this, layout, types);
        return new TableWriter(layout, puts, deletes);
    }

    @Override
    public int mostParameters() {
        return MOST_PARAMETERS;
    }

    @Override
    public String utcSuffix() {
        return "+00";
    }

    @Override
    public String namesHint() {
        return "names are case-sensitive here, and the database stores unquoted ones in lower case";
    }

    @Override
    public TableShape shapeOf(Connection connection, TableName table) throws SQLException {
        List<TableShape.ColumnShape> columns = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT attname, format_type(atttypid, atttypmod), format_type(atttypid, -1), attnotnull AND NOT atthasdef AND attidentity = ''"
                        + " FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT"
                        + " attisdropped ORDER BY attnum")) {
            query.setString(1, quote(table));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(new TableShape.ColumnShape(
                            rows.getString(1), rows.getString(2), rows.getString(3), rows.getBoolean(4)));
                }
            }
        }
        return new TableShape(columns, uniqueKeys(connection, table), storage(connection, table));
    }

    private List<Set<String>> uniqueKeys(Connection connection, TableName table) throws SQLException {
        List<Set<String>> keys = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT array_agg(a.attname::text) FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON"
                        + " a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]) WHERE"
                        + " i.indrelid = to_regclass(?) AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL"
                        + " GROUP BY i.indexrelid")) {
            query.setString(1, quote(table));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Array names = rows.getArray(1);
                    keys.add(Set.of((String[]) names.getArray()));
                }
            }
        }
        return keys;
    }

    private String storage(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT CASE WHEN relkind = 'v' THEN 'view' WHEN relpersistence = 'u' THEN 'unlogged' ELSE '' END FROM"
                        + " pg_catalog.pg_class WHERE oid = to_regclass(?)")) {
            query.setString(1, quote(table));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    /** Planning checks columns, constraints and privileges, and runs nothing. */
    @Override
    public void plan(Connection connection, String sql) throws SQLException {
        try (Statement explain = connection.createStatement()) {
            explain.execute("EXPLAIN " + sql);
        }
    }

    @Override
    public void parse(Connection connection, String sql) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            prepared.getParameterMetaData();
        }
    }

    @Override
    public void checkAtOnce(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
    }

    @Override
    public void probe(DestinationProbe probe) throws SQLException {
        probe.setting(
                "synchronous_commit",
                "SELECT current_setting('synchronous_commit')",
                Set.of("on", "local", "remote_write", "remote_apply"),
                "a commit is acknowledged before it is on disk, and a crash of the server loses it",
                "ALTER ROLE " + quote(probe.value("SELECT current_user")) + " SET synchronous_commit = on");
        probe.setting(
                "fsync",
                "SELECT current_setting('fsync')",
                Set.of("on"),
                "nothing is forced to disk, and a crash of the machine may lose commits or destroy the database",
                "set fsync = on in postgresql.conf and reload it");
        probe.setting(
                "full_page_writes",
                "SELECT current_setting('full_page_writes')",
                Set.of("on"),
                "a crash of the machine may leave pages half written",
                "set full_page_writes = on in postgresql.conf and reload it");
    }

    @Override
    public String storageFault(String storage) {
        return storage.equals("unlogged") ? "a crash of the server empties the table" : "";
    }

    @Override
    public String storageMend(TableName table) {
        return "ALTER TABLE " + quote(table) + " SET LOGGED";
    }

    @Override
    public boolean upsertsByAnyUniqueKey() {
        return false;
    }

    @Override
    public LedgerSql ledgerSql(TableName table) {
        return new PostgresLedgerSql(quote(table));
    }

    /** @param table quoted */
    private record PostgresLedgerSql(String table) implements LedgerSql {
        @Override
        public String createTable() {
            return "CREATE TABLE IF NOT EXISTS " + table + " (job text NOT NULL, sink text NOT NULL,"
                    + " shard integer NOT NULL, attempt bigint NOT NULL, owner text NOT NULL, lineage text NOT NULL,"
                    + " sequence bigint NOT NULL, \"position\" bigint NOT NULL, digest bigint NOT NULL,"
                    + " checkpoint bigint NOT NULL, records bigint NOT NULL,"
                    + " updated timestamp with time zone NOT NULL,"
                    // Room in each page, so that an update can put the new row version beside the old one.
                    + " PRIMARY KEY (job, sink, shard)) WITH (fillfactor = 50)";
        }

        @Override
        public String addColumn(String column) {
            return "ALTER TABLE " + table + " ADD COLUMN " + column + " text NOT NULL DEFAULT ''";
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
            return claimSql("NULL");
        }

        private String claimSql(String value) {
            return ("INSERT INTO " + table + " AS ledger (job, sink, shard, attempt, owner, lineage, sequence,"
                            + " \"position\", digest, checkpoint, records, updated) VALUES (%1$s, %1$s, %1$s, %1$s,"
                            + " %1$s, '" + LedgerEntry.NO_LINEAGE + "', 0, 0, 0, 0, 0, now()) ON CONFLICT (job, sink,"
                            + " shard) DO UPDATE SET attempt = excluded.attempt, owner = excluded.owner, updated ="
                            + " now() WHERE ledger.attempt < excluded.attempt")
                    .formatted(value);
        }

        @Override
        public String now() {
            return "now()";
        }
    }
}
