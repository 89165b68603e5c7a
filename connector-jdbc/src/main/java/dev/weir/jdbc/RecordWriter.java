package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.UnitRecords;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * Writes records in a transaction that is the caller's: first all in a stroke, and if the database refuses, once more in
 * halves and halves of halves until the records that it refuses are found.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class RecordWriter<T> {
    private final RecordTarget<T> target;
    private final RecordBatch<T> batch;
    private final Dialect dialect;
    private final LetterBox letterBox;
    private boolean careful;

    RecordWriter(RecordTarget<T> target, Dialect dialect, LetterBox letterBox) {
        this.target = target;
        this.batch = target.newBatch(dialect);
        this.dialect = dialect;
        this.letterBox = letterBox;
    }

    /** When constraints are checked that the table's owner has deferred to the commit. */
    enum Checks {
        AS_DECLARED,
        AT_ONCE
    }

    /**
     * The records that are written in one transaction.
     *
     * @param name for messages
     * @param records how many there are
     */
    record Span(String name, long records, LetterBox.Place place, Checks checks) {
        static Span of(CommitUnit unit, Checks checks) {
            return new Span("unit " + unit.sequence(), unit.recordCount(), LetterBox.Place.of(unit), checks);
        }
    }

    /** Whether {@link #write} need not be tried: batches are known to hold rows that cannot be written together. */
    boolean isCareful() {
        return careful;
    }

    /** Writes all; returns 0, the number of records put aside. */
    long write(Connection connection, UnitRecords<T> records) throws SQLException {
        batch.clear();
        RecordBatch.Feed feed = batch.feed(records);
        while (feed.fill()) {
            batch.write(connection, 0, batch.size());
            batch.clear();
        }
        return 0;
    }

    /**
     * Writes all but those that the database refuses; returns how many.
     *
     * @throws SQLException what may pass, or is no record's fault
     * @throws WeirException when a record may not be put aside
     */
    long writeCarefully(Connection connection, UnitRecords<T> records, Span span) throws SQLException {
        Search search = new Search(connection, span);
        batch.clear();
        RecordBatch.Feed feed = batch.feed(records);
        while (feed.fill()) {
            search.write(0, batch.size());
            search.before += batch.size();
            batch.clear();
        }
        return search.letters;
    }

    /**
     * Writes the batch but for those records that the database refuses; returns how many.
     *
     * @param lettersBefore how many of the span were put aside already
     */
    long writeBatchCarefully(Connection connection, Span span, long lettersBefore) throws SQLException {
        Search search = new Search(connection, span);
        search.letters = lettersBefore;
        search.write(0, batch.size());
        return search.letters - lettersBefore;
    }

    /** The search for records that the database refuses. */
    private final class Search {
        private final Connection connection;
        private final Span span;
        private long before;
        private long letters;

        Search(Connection connection, Span span) throws SQLException {
            this.connection = connection;
            this.span = span;
            if (span.checks() == Checks.AT_ONCE) {
                dialect.checkAtOnce(connection);
            }
        }

        void write(int from, int to) throws SQLException {
            Savepoint savepoint = connection.setSavepoint();
            try {
                batch.write(connection, from, to);
            } catch (SQLException e) {
                SqlFailure failure = dialect.failure(e);
                if (failure.mayPass() || !(failure.isFaultOfBatch() || batch.blames(failure))) {
                    throw e;
                }
                careful |= failure.isFaultOfBatch();
                connection.rollback(savepoint);
                if (to - from == 1) {
                    putAside(from, failure);
                } else {
                    int middle = (from + to) >>> 1;
                    write(from, middle);
                    write(middle, to);
                }
                return;
            }
            connection.releaseSavepoint(savepoint);
        }

        private void putAside(int index, SqlFailure failure) throws SQLException {
            letters++;
            WeirException refusal =
                    rejected(failure, "record " + (before + index) + " of " + span.name() + ", " + batch.shown(index));
            letterBox.policy().admit(letters, span.records(), refusal);
            letterBox.put(connection, span.place(), before + index, batch.refused(index), failure);
        }
    }

    WeirException rejected(SqlFailure failure, String where) {
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to " + target.description() + ": " + failure.message() + ": " + failure.describe() + ", "
                        + where + "; correct the table, the mapping or the data",
                failure.cause());
    }

    RecordBatch<T> batch() {
        return batch;
    }
}
