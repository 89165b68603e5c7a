package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.source.SourceOutput;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives out the rows of one result, each after a look at the next: if that has the same key, a position between the two
 * could not be found again.
 */
final class JdbcRowCursor<T> implements AutoCloseable {
    private final JdbcSourceSettings<T> settings;
    private final KeyColumns key;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final JdbcRowFaults faults;
    private List<Object> position;
    private long rowsRead;
    private @Nullable List<Object> heldKey;
    private @Nullable T held;

    /**
     * Runs the statement, which it closes in the end.
     *
     * @param behind the key of the last row before the result; empty if there is none
     */
    JdbcRowCursor(JdbcSourceSettings<T> settings, KeyColumns key, PreparedStatement statement, List<Object> behind)
            throws SQLException {
        this.settings = settings;
        this.key = key;
        this.statement = statement;
        this.position = behind;
        try {
            rows = statement.executeQuery();
            faults = new JdbcRowFaults(settings, rows);
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** The key of the last row that was given out. */
    List<Object> position() {
        return position;
    }

    long rowsRead() {
        return rowsRead;
    }

    /** Gives out the records of up to {@code limit} rows; false at the end. */
    boolean emit(int limit, SourceOutput<T> output) throws SQLException {
        for (int row = 0; row < limit; row++) {
            if (!rows.next()) {
                emitHeld(output);
                return false;
            }
            List<Object> next = readKey();
            if (heldKey != null && key.same(heldKey, next)) {
                throw settings.fault(
                        "two rows have the same key, so that no position lies between them",
                        key.describe(next),
                        "name columns that tell them apart with thenBy");
            }
            T record = read(next);
            emitHeld(output);
            heldKey = next;
            held = record;
            rowsRead++;
        }
        return true;
    }

    private void emitHeld(SourceOutput<T> output) {
        List<Object> nextPosition = heldKey;
        T record = held;
        if (nextPosition == null) {
            return;
        }
        heldKey = null;
        held = null;
        position = nextPosition;
        if (record != null) {
            output.collect(record);
        }
    }

    private List<Object> readKey() throws SQLException {
        List<Object> next = key.read(rows);
        if (next == null) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot read " + settings.rows().describe() + ": a row has NULL in its key: key "
                            + String.join(", ", key.names()) + ", the row before is "
                            + key.describe(heldKey == null ? position : heldKey)
                            + "; choose another column, or make it NOT NULL");
        }
        return next;
    }

    private @Nullable T read(List<Object> next) throws SQLException {
        try {
            return settings.reader().read(rows);
        } catch (SQLException | RuntimeException e) {
            throw faults.of(key.describe(next), e);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
