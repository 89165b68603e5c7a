package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection, and what it knows of the rows.
 *
 * <p><b>Threading:</b> confined to one thread.
 */
final class JdbcSourceSession implements AutoCloseable {
    private final JdbcSourceSettings<?> settings;
    private final Connection connection;
    private final SourceDialect dialect;
    private final String from;
    private final Map<String, ColumnShape> shapes = new LinkedHashMap<>();

    private JdbcSourceSession(JdbcSourceSettings<?> settings, Connection connection, SourceDialect dialect) {
        this.settings = settings;
        this.connection = connection;
        this.dialect = dialect;
        this.from = settings.rows().from(dialect);
    }

    /** A column of the rows; the type is null if it cannot be part of a key. */
    private record ColumnShape(
            int index, String typeName, @Nullable KeyType type, boolean nullable) {}

    /** Connects and looks at the columns. Throws an SQL exception only for what may pass. */
    static JdbcSourceSession open(JdbcSourceSettings<?> settings) throws SQLException {
        requireDriver(settings);
        Connection connection;
        try {
            connection = settings.connection().open();
        } catch (SQLException e) {
            throw refusedOrPassing(settings, e);
        }
        try {
            JdbcSourceSession session = new JdbcSourceSession(settings, connection, SourceDialect.of(connection));
            session.lookAtColumns();
            return session;
        } catch (SQLException | RuntimeException e) {
            abort(connection);
            throw e;
        }
    }

    private static void requireDriver(JdbcSourceSettings<?> settings) {
        try {
            DriverManager.getDriver(settings.connection().url());
        } catch (SQLException e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot connect to " + settings.connection().target()
                            + ": no driver takes this URL; correct it, or add "
                            + settings.connection().driverLibrary() + " to the class path",
                    e);
        }
    }

    private static SQLException refusedOrPassing(JdbcSourceSettings<?> settings, SQLException e) {
        if (settings.connection().mayPass(e)) {
            return e;
        }
        SqlFailure failure = settings.connection().failure(e);
        JdbcSourceConnection connection = settings.connection();
        throw new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot connect to " + connection.target() + ": " + failure.message() + ": " + failure.describe()
                        + ", user=" + (connection.user().isEmpty() ? "as in the URL" : connection.user())
                        + "; correct the URL, the user or the password",
                e);
    }

    private void lookAtColumns() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + from + " WHERE 1 = 0");
                ResultSet none = statement.executeQuery()) {
            ResultSetMetaData columns = none.getMetaData();
            for (int index = 1; index <= columns.getColumnCount(); index++) {
                shapes.putIfAbsent(
                        columns.getColumnLabel(index),
                        new ColumnShape(
                                index,
                                columns.getColumnTypeName(index),
                                KeyType.of(columns, index),
                                columns.isNullable(index) != ResultSetMetaData.columnNoNulls));
            }
        } catch (SQLException e) {
            if (settings.connection().mayPass(e)) {
                throw e;
            }
            SqlFailure failure = settings.connection().failure(e);
            String remedy =
                    "create it, or correct its name (as the database stores it: PostgreSQL stores unquoted names"
                            + " in lower case)";
            if (settings.rows() instanceof JdbcSourceSettings.Query) {
                remedy = "correct the query";
            }
            if (failure.isMissingPrivilege()) {
                remedy = "GRANT SELECT on it to the user of the source";
            }
            throw settings.fault(failure.message(), failure.describe(), remedy, e);
        }
        connection.commit();
    }

    Connection connection() {
        return connection;
    }

    SourceDialect dialect() {
        return dialect;
    }

    String from() {
        return from;
    }

    /** The key of these columns. */
    KeyColumns key(List<String> names) {
        List<KeyColumns.Column> columns = new ArrayList<>();
        for (String name : names) {
            ColumnShape shape = shapes.get(name);
            if (shape == null) {
                throw settings.fault(
                        "there is no column \"" + name + "\" for the key",
                        "the columns are " + String.join(", ", shapes.keySet()),
                        "correct the name (as the database stores it) or add the column");
            }
            if (shape.type() == null) {
                throw settings.fault(
                        "column \"" + name + "\" cannot be part of the key, because values of its type are not found"
                                + " again exactly",
                        "type " + shape.typeName(),
                        "choose a column with whole or decimal numbers, dates, timestamps, text or UUIDs");
            }
            columns.add(new KeyColumns.Column(name, dialect.quote(name), shape.type(), shape.index()));
        }
        return new KeyColumns(columns);
    }

    /** The key of a checkpoint's split, which must still be the job's. */
    KeyColumns keyOf(JdbcSource.Split split) {
        List<String> asked = settings.keys();
        List<String> names = split.columns();
        if (names.size() < asked.size() || !names.subList(0, asked.size()).equals(asked)) {
            throw incompatible("the job's key is " + String.join(", ", asked), split);
        }
        KeyColumns key = key(names);
        if (!key.types().equals(split.types())) {
            throw incompatible("the types of the columns are " + String.join(", ", key.types()), split);
        }
        return key;
    }

    private WeirException incompatible(String now, JdbcSource.Split split) {
        return new WeirException(
                ErrorCode.STATE_INCOMPATIBLE,
                "Cannot continue reading " + settings.rows().describe() + ": " + now + ", the checkpoint's "
                        + String.join(", ", split.columns()) + " of " + String.join(", ", split.types())
                        + "; give the source the same key again, or start the job afresh");
    }

    /** The database's name for the type of a column, which must be there. */
    String typeName(KeyColumns.Column column) {
        return shapeOf(column).typeName();
    }

    boolean isNullable(KeyColumns.Column column) {
        return shapeOf(column).nullable();
    }

    private ColumnShape shapeOf(KeyColumns.Column column) {
        ColumnShape shape = shapes.get(column.name());
        if (shape == null) {
            throw new IllegalStateException("no column " + column.name());
        }
        return shape;
    }

    /** The greatest value of the first column that can be seen, or null if there is none. */
    @Nullable
    Object greatest(KeyColumns key) throws SQLException {
        String sql = "SELECT max(" + key.first().quoted() + ") FROM " + from;
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return key.first().type().read(rows, 1);
        } finally {
            connection.commit();
        }
    }

    /**
     * A query for the rows behind a key (all if it is empty) up to a value of the first column, in the key's order.
     *
     * @param end what stands at the query's end
     * @param fetchSize 0 for all at once
     */
    PreparedStatement select(KeyColumns key, List<Object> behind, Object upTo, String end, int fetchSize)
            throws SQLException {
        String condition = key.first().quoted() + " <= ?";
        KeyColumns.Condition lower = null;
        if (!behind.isEmpty()) {
            lower = key.behind(behind);
            condition = lower.sql() + " AND " + condition;
        }
        PreparedStatement statement = connection.prepareStatement(
                "SELECT * FROM " + from + " WHERE " + condition + " ORDER BY " + key.order() + end);
        try {
            statement.setFetchSize(fetchSize);
            int next = lower == null ? 1 : key.bind(statement, 1, lower, behind);
            key.first().type().bind(statement, next, upTo);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** Ends at once, also if rows are on their way, which an orderly end would wait for. */
    void abort() {
        abort(connection);
    }

    /** Takes leave of the server; no result may be open. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            abort();
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is gone already, and held nothing that is to be kept.
        }
    }
}
