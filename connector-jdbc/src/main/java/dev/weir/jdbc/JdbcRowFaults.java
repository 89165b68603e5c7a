package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said when a user's reader fails on a row. */
final class JdbcRowFaults {
    private static final String CONNECTION_CLASS = "08";

    private final JdbcSourceSettings<?> settings;
    private final ResultSet rows;

    JdbcRowFaults(JdbcSourceSettings<?> settings, ResultSet rows) {
        this.settings = settings;
        this.rows = rows;
    }

    /** The failure of the row at which the result stands; rethrows that of a connection. */
    WeirException of(String row, Exception cause) throws SQLException {
        if (cause instanceof WeirException known) {
            return known;
        }
        String reason = String.valueOf(cause.getMessage());
        if (cause instanceof SQLException sql) {
            SqlFailure failure = settings.connection().failure(sql);
            String state = failure.state();
            if (state != null && state.startsWith(CONNECTION_CLASS)) {
                throw sql;
            }
            reason = failure.message();
        }
        boolean invalid = cause instanceof SQLException
                || cause instanceof IllegalArgumentException
                || cause instanceof DateTimeException
                || cause instanceof ArithmeticException;
        String column = lastColumn();
        return new WeirException(
                invalid ? ErrorCode.INVALID_DATA : ErrorCode.USER_FUNCTION,
                "Cannot read a " + settings.records().getSimpleName() + " from row " + row + " of "
                        + settings.rows().describe() + (column == null ? "" : " at column " + column)
                        + ": the row reader failed: "
                        + (cause instanceof SQLException
                                ? reason
                                : cause.getClass().getSimpleName() + ": " + reason)
                        + ", the columns are " + String.join(", ", columns())
                        + "; correct the row reader or the row",
                cause);
    }

    private List<String> columns() throws SQLException {
        ResultSetMetaData shape = rows.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int index = 1; index <= shape.getColumnCount(); index++) {
            columns.add(shape.getColumnLabel(index) + " " + shape.getColumnTypeName(index));
        }
        return columns;
    }

    /** Reads the row once more and notes what the reader asks for; null if it asked for nothing. */
    private @Nullable String lastColumn() {
        List<Object> asked = new ArrayList<>();
        ResultSet noting = (ResultSet) Proxy.newProxyInstance(
                ResultSet.class.getClassLoader(), new Class<?>[] {ResultSet.class}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("get") && arguments != null && arguments.length > 0) {
                        asked.add(arguments[0]);
                    }
                    try {
                        return method.invoke(rows, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        try {
            settings.reader().read(noting);
            return null;
        } catch (SQLException | RuntimeException e) {
            return asked.isEmpty() ? null : String.valueOf(asked.get(asked.size() - 1));
        }
    }
}
