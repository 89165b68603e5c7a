package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to one table. Of several rows with the same key only the last counts, so only that one is sent; those that
 * remain keep their order, for keys may differ here and be equal for the database.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class TableWriter {
    private final RowStatement puts;
    private final @Nullable RowStatement deletes;
    private final LastOfEachKey lastOfEachKey;
    private final RowCursor cursor = new RowCursor();

    /**
     * @param puts inserts or upserts
     * @param deletes by key; null without a key
     */
    TableWriter(TableLayout layout, RowStatement puts, @Nullable RowStatement deletes) {
        this.puts = puts;
        this.deletes = deletes;
        this.lastOfEachKey = new LastOfEachKey(layout);
    }

    void write(Connection connection, RowSelection rows) throws SQLException {
        RowStatement keyed = deletes;
        if (keyed == null) {
            puts.write(connection, rows);
            return;
        }
        RowSelection left = lastOfEachKey.of(rows);
        RowSelection run = new RowSelection(rows.rows(), left.size());
        boolean deleting = false;
        for (int i = 0; i < left.size(); i++) {
            boolean delete = cursor.to(rows.rows(), left.row(i)).deletes();
            if (delete != deleting && !run.isEmpty()) {
                (deleting ? keyed : puts).write(connection, run);
                run.clear();
            }
            deleting = delete;
            run.add(left.row(i));
        }
        if (!run.isEmpty()) {
            (deleting ? keyed : puts).write(connection, run);
        }
    }
}
