package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;

/** Deletes the rows of many keys with one statement. */
final class KeyDelete implements RowStatement {
    private static final int MOST_ROWS = 500;

    private final String head;
    private final int keyCount;
    private final int mostRows;
    private final RowCursor cursor = new RowCursor();
    private final SqlText scratch;

    KeyDelete(Dialect dialect, TableLayout layout) {
        this.keyCount = layout.keys().size();
        String keys = dialect.quoteAll(layout.keys());
        this.head = "DELETE FROM " + dialect.quote(layout.table()) + " WHERE "
                + (keyCount == 1 ? keys : "(" + keys + ")") + " IN (";
        this.mostRows = Math.min(MOST_ROWS, dialect.mostParameters() / keyCount);
        this.scratch = new SqlText(SqlText.Escapes.NONE, dialect.utcSuffix());
    }

    private String sql(int rows) {
        String key = String.join(", ", Collections.nCopies(keyCount, "?"));
        return head + String.join(", ", Collections.nCopies(rows, keyCount == 1 ? key : "(" + key + ")")) + ")";
    }

    @Override
    public void write(Connection connection, RowSelection rows) throws SQLException {
        for (int from = 0; from < rows.size(); from += mostRows) {
            int to = Math.min(rows.size(), from + mostRows);
            try (PreparedStatement statement = connection.prepareStatement(sql(to - from))) {
                int parameter = 1;
                for (int i = from; i < to; i++) {
                    cursor.to(rows.rows(), rows.row(i));
                    for (int key = 0; key < keyCount; key++) {
                        cursor.next().bind(cursor.values(), statement, parameter++, scratch);
                    }
                }
                statement.executeUpdate();
            }
        }
    }
}
