package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.SinkTransaction;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The open transaction of one unit, in a session that holds the shard's write lock until it is prepared.
 *
 * <p>Its last statement before that is the unit's row in the units' table, which makes it non-empty (MySQL forgets an empty
 * branch) and tells later that it was committed.
 */
final class OpenTransaction<T> implements SinkTransaction<T> {
    private final TransactionId id;
    private final Connection session;
    private final RecordWriter<T> writer;
    private final ShardLock lock;
    private final WriteSide<T> side;
    private long records;
    private long letters;
    private boolean ended;

    OpenTransaction(TransactionId id, Connection session, RecordWriter<T> writer, ShardLock lock, WriteSide<T> side) {
        this.id = id;
        this.session = session;
        this.writer = writer;
        this.lock = lock;
        this.side = side;
    }

    @Override
    public void write(T value) {
        writer.batch().add(value);
        records++;
        if (writer.batch().isFull()) {
            flush();
        }
    }

    /** Behind a savepoint, since what was written before cannot be written again. */
    private void flush() {
        int size = writer.batch().size();
        if (size == 0) {
            return;
        }
        try {
            RecordWriter.Span span = new RecordWriter.Span(
                    "the last " + size + " of transaction " + id,
                    records,
                    new LetterBox.Place(id.lineage(), id.sequence(), 0, records - size),
                    RecordWriter.Checks.AS_DECLARED);
            letters += writer.writeBatchCarefully(session, span, letters);
        } catch (SQLException e) {
            String verb = "write " + size + " records in transaction " + id;
            throw side.commands().isLockTimeout(e) ? lockedOut(verb, e) : side.failure(verb, e);
        }
        writer.batch().clear();
    }

    private WeirException lockedOut(String verb, SQLException e) {
        return new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot " + verb + " at " + side.ledger().claim().target()
                        + ": a row was locked for longer than the lock timeout: " + e.getMessage()
                        + "; it will be tried again; a prepared transaction keeps the rows that it has changed locked until"
                        + " its commit, so records for the same row must all go to one shard (key the stream by it), and"
                        + " the lock timeout must be longer than a checkpoint takes",
                e);
    }

    @Override
    public byte[] prepare(CommitUnit unit) {
        if (ended || unit.sequence() != id.sequence() || !unit.lineage().equals(id.lineage())) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot prepare transaction " + id + ": it has ended, or the unit is another one: " + unit
                            + "; report this as a defect");
        }
        boolean sound = false;
        try {
            flush();
            side.ledger().enter(session, unit);
            side.commands().prepare(session, id);
            ended = true;
            if (side.commands().sessionOutlivesPrepare()) {
                lock.release(session);
                side.keep(session);
            } else {
                side.keepFor(id, session);
            }
            side.prepared(id, letters, writer);
            sound = true;
            return id.handle();
        } catch (SQLException e) {
            throw side.failure("prepare transaction " + id, e);
        } finally {
            if (!sound) {
                abort();
            }
        }
    }

    /** By ending the session: the database rolls back, and only then lets go of the lock. */
    @Override
    public void abort() {
        ended = true;
        SessionSource.close(session);
    }
}
