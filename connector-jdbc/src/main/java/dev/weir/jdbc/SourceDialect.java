package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a source says differently to different databases. */
enum SourceDialect {
    POSTGRESQL('"', "FOR SHARE NOWAIT") {
        @Override
        List<String> limitStatements(Duration timeout) {
            return List.of("SET statement_timeout = " + timeout.toMillis());
        }

        @Override
        String uniqueIndexes() {
            return "SELECT i.indexrelid::text, a.attname, i.indisprimary, false FROM pg_catalog.pg_index i"
                    + " JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid"
                    + " AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])"
                    + " WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL"
                    + " AND i.indexprs IS NULL ORDER BY i.indexrelid, array_position(i.indkey::int2[], a.attnum)";
        }

        @Override
        void bindTable(PreparedStatement statement, TableName table) throws SQLException {
            statement.setString(1, quoted(table));
        }
    },
    MYSQL('`', "FOR SHARE NOWAIT") {
        @Override
        List<String> limitStatements(Duration timeout) {
            return List.of("SET SESSION max_execution_time = " + timeout.toMillis());
        }
    },
    MARIADB('`', "LOCK IN SHARE MODE NOWAIT") {
        @Override
        List<String> limitStatements(Duration timeout) {
            // Counts the time that a reader of a stream takes as well.
            return List.of("SET SESSION net_write_timeout = 3600");
        }
    };

    /** {@code ER_LOCK_NOWAIT} of MySQL, {@code ER_LOCK_WAIT_TIMEOUT} of both. */
    private static final List<Integer> ROW_IS_LOCKED = List.of(3572, 1205);

    private final char quote;
    private final String sharedLock;

    SourceDialect(char quote, String sharedLock) {
        this.quote = quote;
        this.sharedLock = sharedLock;
    }

    /** The dialect of the server, whatever the driver. */
    static SourceDialect of(Connection connection) throws SQLException {
        String server = connection.getMetaData().getDatabaseProductName() + " "
                + connection.getMetaData().getDatabaseProductVersion();
        if (server.startsWith("PostgreSQL")) {
            return POSTGRESQL;
        }
        return server.contains("MariaDB") ? MARIADB : MYSQL;
    }

    /** Limits what each statement of a session may take at the server. */
    abstract List<String> limitStatements(Duration timeout);

    /**
     * Finds index, column, whether it is the primary key, and whether this part is less than a column, in the order of each
     * index.
     */
    String uniqueIndexes() {
        return "SELECT index_name, column_name, index_name = 'PRIMARY', sub_part IS NOT NULL OR column_name IS NULL"
                + " FROM information_schema.statistics WHERE table_schema = COALESCE(?, DATABASE())"
                + " AND table_name = ? AND non_unique = 0 ORDER BY index_name, seq_in_index";
    }

    void bindTable(PreparedStatement statement, TableName table) throws SQLException {
        statement.setString(1, table.schema().isEmpty() ? null : table.schema());
        statement.setString(2, table.table());
    }

    /** The end of a query that fails at once if another transaction has changed one of its rows. */
    String sharedLock() {
        return sharedLock;
    }

    static boolean isLocked(SQLException failure) {
        return ROW_IS_LOCKED.contains(failure.getErrorCode());
    }

    String quote(String identifier) {
        String mark = String.valueOf(quote);
        return mark + identifier.replace(mark, mark + mark) + mark;
    }

    String quoted(TableName table) {
        return table.schema().isEmpty() ? quote(table.table()) : quote(table.schema()) + '.' + quote(table.table());
    }

    void prepare(Connection connection, Duration statementTimeout) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try (Statement statement = connection.createStatement()) {
            for (String sql : limitStatements(statementTimeout)) {
                statement.execute(sql);
            }
        }
        connection.setAutoCommit(false);
    }

    /**
     * A unique index over whole columns.
     *
     * @param primary whether it is the primary key
     */
    record UniqueIndex(boolean primary, List<String> columns) {}

    /** None for a view. */
    List<UniqueIndex> uniqueIndexes(Connection connection, TableName table) throws SQLException {
        Map<String, UniqueIndex> indexes = new LinkedHashMap<>();
        Set<String> partial = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(uniqueIndexes())) {
            bindTable(statement, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    if (rows.getBoolean(4)) {
                        partial.add(name);
                        continue;
                    }
                    boolean primary = rows.getBoolean(3);
                    indexes.computeIfAbsent(name, first -> new UniqueIndex(primary, new ArrayList<>()))
                            .columns()
                            .add(rows.getString(2));
                }
            }
        }
        indexes.keySet().removeAll(partial);
        return List.copyOf(indexes.values());
    }
}
