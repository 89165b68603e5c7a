package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Upserts rows by {@code INSERT ... SELECT ... FROM unnest(...)}: one array for each column, so the statement is the same
 * for any number of rows and the server plans it once. It needs no temporary table, hence no privilege for one.
 */
final class UnnestUpsert implements RowStatement {
    private static final int MOST_ROWS = 5_000;

    private final String sql;
    private final RowCursor cursor = new RowCursor();
    private final SqlText[] arrays;

    /** @param types to cast the columns' texts to */
    UnnestUpsert(Dialect dialect, TableLayout layout, List<String> types) {
        int count = types.size();
        String parameters = types.stream().map(type -> "?::" + arrayType(type)).collect(Collectors.joining(", "));
        String values = IntStream.range(0, count)
                .mapToObj(i -> "c" + i + (isSentAsText(types.get(i)) ? "::" + types.get(i) : ""))
                .collect(Collectors.joining(", "));
        String names = IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        this.sql = "INSERT INTO " + dialect.quote(layout.table()) + " (" + dialect.quoteAll(layout.columns())
                + ") SELECT " + values + " FROM unnest(" + parameters + ") AS t(" + names + ")"
                + dialect.upsertClause(layout);
        this.arrays = new SqlText[count];
        for (int i = 0; i < count; i++) {
            arrays[i] = new SqlText(SqlText.Escapes.ARRAY, dialect.utcSuffix());
        }
    }

    /** The other types go as text, since unnest would flatten arrays of arrays, and then through a cast. */
    private static boolean isSentAsText(String type) {
        return !type.equals("bigint") && !type.equals("integer") && !type.equals("text");
    }

    private static String arrayType(String type) {
        return isSentAsText(type) ? "text[]" : type + "[]";
    }

    @Override
    public void write(Connection connection, RowSelection rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < rows.size(); from += MOST_ROWS) {
                execute(statement, rows, from, Math.min(rows.size(), from + MOST_ROWS));
            }
        }
    }

    private void execute(PreparedStatement statement, RowSelection rows, int from, int to) throws SQLException {
        for (SqlText array : arrays) {
            array.clear();
            array.raw('{');
        }
        for (int i = from; i < to; i++) {
            cursor.to(rows.rows(), rows.row(i));
            for (SqlText array : arrays) {
                if (i > from) {
                    array.raw(',');
                }
                append(cursor, array);
            }
        }
        for (int i = 0; i < arrays.length; i++) {
            arrays[i].raw('}');
            statement.setString(i + 1, arrays[i].toString());
        }
        statement.executeUpdate();
    }

    private static void append(RowCursor row, SqlText array) {
        ValueType type = row.next();
        if (type == ValueType.NULL) {
            array.raw("NULL");
        } else if (type == ValueType.LONG || type == ValueType.INT) {
            type.text(row.values(), array);
        } else {
            array.raw('"');
            type.text(row.values(), array);
            array.raw('"');
        }
    }
}
