package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Writes records by a statement, so many at a time; after a refusal it finds out which record it was.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class RecordBatches<T> {
    private static final int LONGEST_RECORD_SHOWN = 200;

    private final RecordStatement<T> statement;
    private final int size;
    private boolean singly;

    RecordBatches(RecordStatement<T> statement, int size) {
        this.statement = statement;
        this.size = size;
    }

    /**
     * Writes all of them in the connection's transaction.
     *
     * @throws SQLException what may pass, or what the caller should ask {@link #writesSinglyAfter} about
     */
    void write(Connection connection, Iterable<T> records) throws SQLException {
        List<T> batch = new ArrayList<>(size);
        for (Iterator<T> left = records.iterator(); left.hasNext(); ) {
            batch.add(left.next());
            if (batch.size() == size || !left.hasNext()) {
                writeBatch(connection, batch);
                batch.clear();
            }
        }
    }

    private void writeBatch(Connection connection, List<T> batch) throws SQLException {
        if (singly) {
            statement.writeSingly(connection, batch);
        } else {
            statement.writeTogether(connection, batch);
        }
    }

    /** Whether the failure comes from several records in one statement; from now on they are written one by one. */
    boolean writesSinglyAfter(SqlFailure failure) {
        if (singly || !failure.is(SqlFailure.CARDINALITY_VIOLATION)) {
            return false;
        }
        singly = true;
        return true;
    }

    /**
     * The exception for records that the database refuses. Writes them once more, one by one, until it refuses again;
     * the caller rolls back afterwards, as it did before.
     */
    WeirException rejection(Connection connection, Iterable<T> records, SqlFailure failure, String context) {
        long index = 0;
        try {
            for (T record : records) {
                try {
                    statement.writeSingly(connection, List.of(record));
                } catch (SQLException e) {
                    SqlFailure single = SqlFailure.of(e);
                    if (single.mayPass()) {
                        break;
                    }
                    return rejected(single, "record " + index + " of " + context + ", " + shown(record));
                }
                index++;
            }
        } catch (RuntimeException e) {
            failure.cause().addSuppressed(e);
        }
        return rejected(failure, "a record of " + context);
    }

    private WeirException rejected(SqlFailure failure, String where) {
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to " + statement.target() + ": " + failure.message() + ": " + failure.describeState()
                        + ", " + where + "; correct the table, the mapping or the data",
                failure.cause());
    }

    private static String shown(Object record) {
        String text = String.valueOf(record);
        return text.length() <= LONGEST_RECORD_SHOWN ? text : text.substring(0, LONGEST_RECORD_SHOWN) + "...";
    }
}
