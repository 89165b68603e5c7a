package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Inserts rows by {@code COPY ... FROM STDIN} in text form, which the server reads into columns of any type: straight from
 * encoded rows, without an object for any of them.
 */
final class CopyInsert implements RowStatement {
    /** So many bytes are sent at once. */
    private static final int CHUNK = 64 << 10;

    private final String sql;
    private final RowCursor cursor = new RowCursor();
    private final SqlText text;

    CopyInsert(Dialect dialect, TableLayout layout) {
        this.sql = "COPY " + dialect.quote(layout.table()) + " (" + dialect.quoteAll(layout.columns()) + ") FROM STDIN";
        this.text = new SqlText(SqlText.Escapes.COPY, dialect.utcSuffix());
    }

    @Override
    public void write(Connection connection, RowSelection rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            text.clear();
            for (int i = 0; i < rows.size(); i++) {
                append(cursor.to(rows.rows(), rows.row(i)));
                if (text.size() >= CHUNK) {
                    send(copy);
                }
            }
            send(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void append(RowCursor row) {
        while (true) {
            ValueType type = row.next();
            if (type == ValueType.NULL) {
                text.raw("\\N");
            } else {
                type.text(row.values(), text);
            }
            if (!row.hasValue()) {
                text.raw('\n');
                return;
            }
            text.raw('\t');
        }
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(text.array(), 0, text.size());
        text.clear();
    }
}
