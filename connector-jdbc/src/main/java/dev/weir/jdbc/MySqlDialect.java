package dev.weir.jdbc;

import dev.weir.sink.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** MySQL from 8.0.17 on, and MariaDB from 10.4 on. */
enum MySqlDialect implements Dialect {
    /** {@code wait_timeout} is the only limit for a transaction that nobody goes on with; nothing limits a statement. */
    MYSQL("MySQL", "utf8mb4_0900_bin") {
        @Override
        String limits(ConnectionSettings settings) {
            return "wait_timeout = " + seconds(settings.replyTimeout());
        }
    },
    MARIADB("MariaDB", "utf8mb4_nopad_bin") {
        @Override
        String limits(ConnectionSettings settings) {
            return "idle_transaction_timeout = " + seconds(settings.replyTimeout()) + ", max_statement_time = "
                    + settings.statementTimeout().toMillis() / 1000.0;
        }
    };

    /** Of a prepared statement at the server; the drivers' own have no limit. */
    private static final int MOST_PARAMETERS = 65_535;

    private static final int ROWS_OF_INSERT = 500;

    private static final Set<String> TRANSACTIONAL = Set.of("innodb", "ndbcluster", "rocksdb", "tokudb", "spider");

    private final String product;
    private final String exactCollation;

    MySqlDialect(String product, String exactCollation) {
        this.product = product;
        this.exactCollation = exactCollation;
    }

    /** Tells all texts apart, also by case and trailing spaces. */
    String exactCollation() {
        return exactCollation;
    }

    @Override
    public String product() {
        return product;
    }

    @Override
    public String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    @Override
    public String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    @Override
    public SqlFailure failure(SQLException cause) {
        return MySqlFailure.of(cause);
    }

    abstract String limits(ConnectionSettings settings);

    /** Strict, or values that do not fit would be cut in silence; in UTC, so that a time's text needs no zone. */
    @Override
    public String sessionSetup(ConnectionSettings settings) {
        return "SET SESSION innodb_lock_wait_timeout = " + seconds(settings.lockTimeout()) + ", " + limits(settings)
                + ", time_zone = '+00:00', sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')";
    }

    private static long seconds(Duration duration) {
        return Math.max(1, (duration.toMillis() + 999) / 1000);
    }

    @Override
    public String upsertClause(TableLayout layout) {
        String key = quote(layout.keys().get(0));
        // Setting a key to itself is how an insert that meets its row does nothing, and still refuses other faults.
        return " ON DUPLICATE KEY UPDATE " + (layout.values().isEmpty() ? key + " = " + key : assignments(layout));
    }

    /** They run from left to right, so the version that the others look at comes last. */
    private String assignments(TableLayout layout) {
        if (layout.version() == null) {
            return layout.values().stream()
                    .map(this::quote)
                    .map(name -> name + " = VALUES(" + name + ")")
                    .collect(Collectors.joining(", "));
        }
        String version = quote(layout.version());
        String newer = "IF(" + version + " IS NULL OR " + version + " <= VALUES(" + version + "), VALUES(";
        List<String> versionLast = new ArrayList<>(layout.values());
        versionLast.remove(layout.version());
        versionLast.add(layout.version());
        return versionLast.stream()
                .map(this::quote)
                .map(name -> name + " = " + newer + name + "), " + name + ")")
                .collect(Collectors.joining(", "));
    }

    @Override
    public String nameType() {
        return "varchar(255) CHARACTER SET utf8mb4 COLLATE " + exactCollation;
    }

    @Override
    public String textType() {
        return "longtext CHARACTER SET utf8mb4";
    }

    @Override
    public String timeType() {
        return "datetime(6)";
    }

    @Override
    public String tableOptions() {
        return " ENGINE = InnoDB ROW_FORMAT = DYNAMIC";
    }

    @Override
    public TableWriter tableWriter(Connection connection, TableLayout layout) throws SQLException {
        if (!shapeOf(connection, layout.table()).exists()) {
            throw new SQLException("table " + layout.table() + " does not exist", "42S02", MySqlFailure.NO_SUCH_TABLE);
        }
        if (layout.keys().isEmpty()) {
            return new TableWriter(layout, new MultiRowInsert(this, layout, "", ROWS_OF_INSERT), null);
        }
        String upsert = upsertClause(layout);
        return new TableWriter(
                layout, new MultiRowInsert(this, layout, upsert, ROWS_OF_INSERT), new KeyDelete(this, layout));
    }

    @Override
    public int mostParameters() {
        return MOST_PARAMETERS;
    }

    @Override
    public String utcSuffix() {
        return "";
    }

    @Override
    public String namesHint() {
        return "names of tables are case-sensitive on most servers";
    }

    private static String schemaIs(TableName table) {
        return "table_schema = " + (table.schema().isEmpty() ? "DATABASE()" : "?") + " AND table_name = ?";
    }

    private static void bind(PreparedStatement query, TableName table) throws SQLException {
        int next = 1;
        if (!table.schema().isEmpty()) {
            query.setString(next++, table.schema());
        }
        query.setString(next, table.table());
    }

    @Override
    public TableShape shapeOf(Connection connection, TableName table) throws SQLException {
        List<TableShape.ColumnShape> columns = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT column_name, column_type, is_nullable = 'NO' AND column_default IS NULL AND extra NOT LIKE"
                        + " '%auto_increment%' AND extra NOT LIKE '%GENERATED%' FROM information_schema.columns WHERE "
                        + schemaIs(table) + " ORDER BY ordinal_position")) {
            bind(query, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(new TableShape.ColumnShape(
                            rows.getString(1), rows.getString(2), rows.getString(2), rows.getBoolean(3)));
                }
            }
        }
        return new TableShape(columns, uniqueKeys(connection, table), engine(connection, table));
    }

    private static List<Set<String>> uniqueKeys(Connection connection, TableName table) throws SQLException {
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT index_name, column_name FROM"
                + " information_schema.statistics WHERE non_unique = 0 AND " + schemaIs(table)
                + " ORDER BY index_name, seq_in_index")) {
            bind(query, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String column = rows.getString(2);
                    keys.computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                            .add(column == null ? "" : column);
                }
            }
        }
        return List.copyOf(keys.values());
    }

    private static String engine(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT engine FROM information_schema.tables WHERE " + schemaIs(table))) {
            bind(query, table);
            try (ResultSet row = query.executeQuery()) {
                String engine = row.next() ? row.getString(1) : null;
                return engine == null ? "" : engine.toLowerCase(Locale.ROOT);
            }
        }
    }

    @Override
    public void plan(Connection connection, String sql) throws SQLException {
        try (Statement explain = connection.createStatement()) {
            explain.execute("EXPLAIN " + sql);
        }
    }

    /** In words, since the drivers do not ask the server when they prepare a statement. */
    @Override
    public void parse(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PREPARE weir_check FROM " + literal(sql));
            statement.execute("DEALLOCATE PREPARE weir_check");
        }
    }

    /** It always does. */
    @Override
    public void checkAtOnce(Connection connection) {}

    @Override
    public void probe(DestinationProbe probe) throws SQLException {
        probe.setting(
                "innodb_flush_log_at_trx_commit",
                "SELECT @@innodb_flush_log_at_trx_commit",
                // MariaDB's 3 is 1 with more flushes.
                Set.of("1", "3"),
                "a commit is acknowledged before it is on disk, and a crash loses up to a second of them",
                "SET GLOBAL innodb_flush_log_at_trx_commit = 1, and in my.cnf");
        if (probe.value("SELECT @@log_bin").equals("1")) {
            probe.setting(
                    "sync_binlog",
                    "SELECT @@sync_binlog",
                    Set.of("1"),
                    "commits wait in the binary log, and a crash of the machine loses those that are not in it",
                    "SET GLOBAL sync_binlog = 1, and in my.cnf");
        }
    }

    @Override
    public String storageFault(String storage) {
        return storage.isEmpty() || TRANSACTIONAL.contains(storage)
                ? ""
                : "the engine has no transactions, so neither units nor the ledger would be atomic";
    }

    @Override
    public String storageMend(TableName table) {
        return "ALTER TABLE " + quote(table) + " ENGINE = InnoDB";
    }

    @Override
    public boolean upsertsByAnyUniqueKey() {
        return true;
    }

    @Override
    public LedgerSql ledgerSql(TableName table) {
        return new MySqlLedgerSql(quote(table), exactCollation);
    }

    /** @param table quoted */
    private record MySqlLedgerSql(String table, String collation) implements LedgerSql {
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
}
