package dev.weir.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The columns that order the rows and tell them apart: the one by which ranges are cut, then those that tell rows apart
 * which are equal in it. A key is the list of their values, or of the values of the first ones.
 */
record KeyColumns(List<Column> columns) {
    KeyColumns {
        columns = List.copyOf(columns);
    }

    /**
     * One column.
     *
     * @param quoted the name for SQL
     * @param index in a result with all columns, from 1
     */
    record Column(String name, String quoted, KeyType type, int index) {}

    Column first() {
        return columns.get(0);
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    List<String> types() {
        return columns.stream().map(column -> column.type().name()).toList();
    }

    String order() {
        return String.join(", ", columns.stream().map(Column::quoted).toList());
    }

    /**
     * A condition with {@code ?} for each of some values.
     *
     * @param parts of which column each value is
     */
    record Condition(String sql, List<Integer> parts) {}

    /**
     * The rows behind a key. Written out, since MySQL's optimizer finds no range in {@code (a, b) > (?, ?)}, and with a
     * condition on the first column by itself, which is what an index needs.
     */
    Condition behind(List<Object> key) {
        List<Integer> parts = new ArrayList<>();
        String exact = behind(0, key.size(), parts);
        if (key.size() == 1) {
            return new Condition(exact, parts);
        }
        parts.add(0, 0);
        return new Condition(first().quoted() + " >= ? AND " + exact, parts);
    }

    private String behind(int from, int size, List<Integer> parts) {
        String column = columns.get(from).quoted();
        parts.add(from);
        if (from == size - 1) {
            return column + " > ?";
        }
        parts.add(from);
        return "(" + column + " > ? OR (" + column + " = ? AND " + behind(from + 1, size, parts) + "))";
    }

    /** Sets the values of a condition from a parameter on; returns the next parameter. */
    int bind(PreparedStatement statement, int parameter, Condition condition, List<Object> key) throws SQLException {
        int next = parameter;
        for (int part : condition.parts()) {
            columns.get(part).type().bind(statement, next++, key.get(part));
        }
        return next;
    }

    /** The key of the row at which a result stands, or null if a part of it is NULL. */
    @Nullable
    List<Object> read(ResultSet row) throws SQLException {
        Object[] key = new Object[columns.size()];
        for (int part = 0; part < key.length; part++) {
            Column column = columns.get(part);
            Object value = column.type().read(row, column.index());
            if (value == null) {
                return null;
            }
            key[part] = value;
        }
        return List.of(key);
    }

    boolean same(List<Object> one, List<Object> other) {
        for (int part = columns.size() - 1; part >= 0; part--) {
            if (!columns.get(part).type().same(one.get(part), other.get(part))) {
                return false;
            }
        }
        return true;
    }

    List<String> texts(List<Object> key) {
        return key.stream().map(Object::toString).toList();
    }

    List<Object> parse(List<String> texts) {
        List<Object> key = new ArrayList<>(texts.size());
        for (int part = 0; part < texts.size(); part++) {
            key.add(columns.get(part).type().parse(texts.get(part)));
        }
        return List.copyOf(key);
    }

    /** For messages. */
    String describe(List<Object> key) {
        StringJoiner text = new StringJoiner(", ");
        for (int part = 0; part < key.size(); part++) {
            text.add(columns.get(part).name() + "=" + key.get(part));
        }
        return text.toString();
    }
}
