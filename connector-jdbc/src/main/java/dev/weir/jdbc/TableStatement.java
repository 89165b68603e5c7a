package dev.weir.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Inserts or upserts into a table by a mapping of columns.
 *
 * @param columns all, keys first
 * @param keyCount how many of them are the key of an upsert; 0 for an insert
 */
record TableStatement<T>(TableName table, List<Column<T>> columns, int keyCount) implements RecordStatement<T> {
    /** So many records go into one multi-row statement. */
    private static final int ROWS = 64;
    /** Of one statement, in PostgreSQL's protocol. */
    private static final int MOST_PARAMETERS = 65_535;

    TableStatement {
        columns = List.copyOf(columns);
    }

    /** One column and where its value comes from. */
    record Column<T>(String name, ColumnValue<T> value) {}

    @Override
    public String target() {
        return "table " + table;
    }

    /** It makes multi-row statements itself, since it has to keep records of the same key apart. */
    @Override
    public ConnectionSettings.SessionNeeds needs() {
        return new ConnectionSettings.SessionNeeds(false, true);
    }

    @Override
    public String sql() {
        return sql(1, "?");
    }

    private String sql(int rows, String value) {
        String row = "(" + String.join(", ", Collections.nCopies(columns.size(), value)) + ")";
        return "INSERT INTO " + table.quoted() + " (" + names(columns) + ") VALUES "
                + String.join(", ", Collections.nCopies(rows, row)) + onConflict();
    }

    /** The statement with NULL for every value, which the server can plan without any. */
    String sqlToPlan() {
        return sql(1, "NULL");
    }

    private String onConflict() {
        if (keyCount == 0) {
            return "";
        }
        List<Column<T>> values = columns.subList(keyCount, columns.size());
        String target = " ON CONFLICT (" + names(columns.subList(0, keyCount)) + ") DO ";
        if (values.isEmpty()) {
            return target + "NOTHING";
        }
        return target + "UPDATE SET "
                + values.stream()
                        .map(column -> TableName.quote(column.name()))
                        .map(name -> name + " = excluded." + name)
                        .collect(Collectors.joining(", "));
    }

    private static <T> String names(List<Column<T>> columns) {
        return columns.stream().map(column -> TableName.quote(column.name())).collect(Collectors.joining(", "));
    }

    @Override
    public void bind(PreparedStatement statement, T record) throws SQLException {
        bind(statement, 1, record);
    }

    private void bind(PreparedStatement statement, int first, T record) throws SQLException {
        int parameter = first;
        for (Column<T> column : columns) {
            set(statement, parameter++, value(column, record));
        }
    }

    private @Nullable Object value(Column<T> column, T record) {
        try {
            return column.value().of(record);
        } catch (RuntimeException e) {
            throw RecordStatement.userFailure(
                    "column " + TableName.quote(column.name()) + " of " + target(), record, e);
        }
    }

    private static void set(PreparedStatement statement, int parameter, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.NULL);
        } else if (value instanceof Instant instant) {
            statement.setObject(parameter, instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof Enum<?> constant) {
            statement.setString(parameter, constant.name());
        } else if (value instanceof Character character) {
            statement.setString(parameter, character.toString());
        } else if (value instanceof BigInteger integer) {
            statement.setBigDecimal(parameter, new BigDecimal(integer));
        } else {
            statement.setObject(parameter, value);
        }
    }

    @Override
    public void writeTogether(Connection connection, List<T> records) throws SQLException {
        List<T> distinct = keyCount == 0 ? records : lastOfEachKey(records);
        int rows = Math.min(ROWS, MOST_PARAMETERS / columns.size());
        int full = distinct.size() / rows * rows;
        if (full > 0) {
            try (PreparedStatement statement = connection.prepareStatement(sql(rows, "?"))) {
                for (int start = 0; start < full; start += rows) {
                    for (int row = 0; row < rows; row++) {
                        bind(statement, 1 + row * columns.size(), distinct.get(start + row));
                    }
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
        if (full < distinct.size()) {
            try (PreparedStatement statement = connection.prepareStatement(sql())) {
                for (T record : distinct.subList(full, distinct.size())) {
                    bind(statement, record);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    /**
     * An upsert sets every column, so of several records with the same key the last one is what counts; and one
     * statement may meet a row only once. Keys that are equal for the database but not in Java come through and are
     * refused with {@link SqlFailure#CARDINALITY_VIOLATION}: then the caller writes singly.
     */
    private List<T> lastOfEachKey(List<T> records) {
        Map<List<Object>, T> last = new LinkedHashMap<>();
        for (T record : records) {
            List<Object> key = keyOf(record);
            last.remove(key);
            last.put(key, record);
        }
        return last.size() == records.size() ? records : copyOf(last.values());
    }

    private static <T> List<T> copyOf(Collection<T> records) {
        return new ArrayList<>(records);
    }

    private List<Object> keyOf(T record) {
        Object[] key = new Object[keyCount];
        for (int i = 0; i < keyCount; i++) {
            key[i] = value(columns.get(i), record);
        }
        return Arrays.asList(key);
    }
}
