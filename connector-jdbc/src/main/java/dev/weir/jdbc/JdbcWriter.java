package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.SinkWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes each full batch in a transaction of its own: at least once. */
final class JdbcWriter<T> implements SinkWriter<T> {
    private final SharedPool.Lease lease;
    private final RecordBatches<T> batches;
    private final ConnectionSettings settings;
    private final int batchSize;
    private final List<T> buffer = new ArrayList<>();

    JdbcWriter(SharedPool.Lease lease, RecordBatches<T> batches, int batchSize, ConnectionSettings settings) {
        this.lease = lease;
        this.batches = batches;
        this.batchSize = batchSize;
        this.settings = settings;
    }

    @Override
    public void write(T value, long timestamp) {
        buffer.add(value);
        if (buffer.size() >= batchSize) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (buffer.isEmpty()) {
            return;
        }
        try (Connection connection = lease.pool().connection()) {
            writeBuffer(connection);
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e);
            throw new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot write " + buffer.size() + " records to " + settings.target() + ": " + failure.message()
                            + ": " + failure.describeState() + "; check that the database is up",
                    e);
        }
        buffer.clear();
    }

    private void writeBuffer(Connection connection) throws SQLException {
        try {
            batches.write(connection, buffer);
            connection.commit();
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e);
            if (failure.mayPass()) {
                throw e;
            }
            connection.rollback();
            if (!batches.writesSinglyAfter(failure)) {
                throw batches.rejection(connection, buffer, failure, "the last " + buffer.size());
            }
            writeBuffer(connection);
        }
    }

    /** Writes nothing more: what was not flushed belongs to no complete checkpoint. */
    @Override
    public void close() {
        lease.close();
    }
}
