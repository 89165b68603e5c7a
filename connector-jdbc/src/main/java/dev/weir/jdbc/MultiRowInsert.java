package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;

/** Inserts or upserts many rows with one statement: {@code INSERT ... VALUES (...), (...) ...}. */
final class MultiRowInsert implements RowStatement {
    private final String head;
    private final String tail;
    private final int columnCount;
    private final int mostRows;
    private final RowCursor cursor = new RowCursor();
    private final SqlText scratch;

    /** @param tail what follows the values; empty for an insert */
    MultiRowInsert(Dialect dialect, TableLayout layout, String tail, int mostRows) {
        this.head = "INSERT INTO " + dialect.quote(layout.table()) + " (" + dialect.quoteAll(layout.columns())
                + ") VALUES ";
        this.tail = tail;
        this.columnCount = layout.columns().size();
        this.mostRows = Math.max(1, Math.min(mostRows, dialect.mostParameters() / columnCount));
        this.scratch = new SqlText(SqlText.Escapes.NONE, dialect.utcSuffix());
    }

    private String sql(int rows) {
        String row = "(" + String.join(", ", Collections.nCopies(columnCount, "?")) + ")";
        return head + String.join(", ", Collections.nCopies(rows, row)) + tail;
    }

    @Override
    public void write(Connection connection, RowSelection rows) throws SQLException {
        int full = rows.size() / mostRows * mostRows;
        if (full > 0) {
            try (PreparedStatement statement = connection.prepareStatement(sql(mostRows))) {
                for (int from = 0; from < full; from += mostRows) {
                    execute(statement, rows, from, from + mostRows);
                }
            }
        }
        if (full < rows.size()) {
            try (PreparedStatement statement = connection.prepareStatement(sql(rows.size() - full))) {
                execute(statement, rows, full, rows.size());
            }
        }
    }

    private void execute(PreparedStatement statement, RowSelection rows, int from, int to) throws SQLException {
        int parameter = 1;
        for (int i = from; i < to; i++) {
            cursor.to(rows.rows(), rows.row(i));
            for (int column = 0; column < columnCount; column++) {
                cursor.next().bind(cursor.values(), statement, parameter++, scratch);
            }
        }
        statement.executeUpdate();
    }
}
