package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.SinkWriter;
import java.sql.Connection;
import java.sql.SQLException;

/** Writes each full batch in a transaction of its own: at least once. */
final class JdbcWriter<T> implements SinkWriter<T> {
    private final SharedPool.Lease lease;
    private final RecordWriter<T> writer;
    private final RecordBatch<T> batch;
    private long sinceFlush;
    private long lettersSinceFlush;

    JdbcWriter(SharedPool.Lease lease, RecordWriter<T> writer) {
        this.lease = lease;
        this.writer = writer;
        this.batch = writer.batch();
    }

    @Override
    public void write(T value, long timestamp) {
        batch.add(value);
        if (batch.isFull()) {
            writeBatch();
        }
    }

    @Override
    public void flush() {
        if (batch.size() > 0) {
            writeBatch();
        }
        sinceFlush = 0;
        lettersSinceFlush = 0;
    }

    private void writeBatch() {
        try (Connection connection = lease.pool().connection()) {
            writeBatch(connection);
        } catch (SQLException e) {
            SqlFailure failure = lease.pool().dialect().failure(e);
            throw new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot write " + batch.size() + " records to "
                            + lease.pool().target() + ": " + failure.message() + ": " + failure.describe()
                            + "; check that the database is up",
                    e);
        }
        sinceFlush += batch.size();
        batch.clear();
    }

    private void writeBatch(Connection connection) throws SQLException {
        RecordWriter.Checks checks = RecordWriter.Checks.AS_DECLARED;
        boolean onlyCommitIsLeft = false;
        if (!writer.isCareful()) {
            try {
                batch.write(connection, 0, batch.size());
                onlyCommitIsLeft = true;
                connection.commit();
                return;
            } catch (SQLException e) {
                if (lease.pool().dialect().failure(e).mayPass()) {
                    throw e;
                }
                connection.rollback();
                checks = onlyCommitIsLeft ? RecordWriter.Checks.AT_ONCE : RecordWriter.Checks.AS_DECLARED;
            }
        }
        String name = "the last " + batch.size();
        try {
            RecordWriter.Span span =
                    new RecordWriter.Span(name, sinceFlush + batch.size(), LetterBox.Place.NONE, checks);
            lettersSinceFlush += writer.writeBatchCarefully(connection, span, lettersSinceFlush);
            connection.commit();
        } catch (SQLException e) {
            SqlFailure failure = lease.pool().dialect().failure(e);
            if (failure.mayPass()) {
                throw e;
            }
            throw writer.rejected(failure, "a record of " + name);
        }
    }

    /** Writes nothing more: what was not flushed belongs to no complete checkpoint. */
    @Override
    public void close() {
        lease.close();
    }
}
