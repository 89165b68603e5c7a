package dev.weir.jdbc;

import dev.weir.sink.UnitRecords;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Records that wait to be written together.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
sealed interface RecordBatch<T> permits RowRecords, StatementRecords {
    void add(T record);

    boolean isFull();

    int size();

    void clear();

    /** Takes records of a unit in, a batch at a time. */
    Feed feed(UnitRecords<T> records);

    /** Where a batch is filled from. */
    interface Feed {
        /** Adds records until the batch is full or there are no more; whether there were any. */
        boolean fill();
    }

    /**
     * Writes some of them in the connection's transaction, in as few round trips as it can; the effect is that of one after
     * the other.
     *
     * @param from the first
     * @param to behind the last
     */
    void write(Connection connection, int from, int to) throws SQLException;

    /** Whether a failure to write a single record is that record's own fault. */
    boolean blames(SqlFailure failure);

    /** One record for the dead letters. */
    RefusedRecord refused(int index);

    /** One record for a person to read. */
    String shown(int index);
}
