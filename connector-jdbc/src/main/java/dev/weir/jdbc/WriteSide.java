package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the transactions of one shard, one after the other, and keeps what the next one can use: the buffer, and where the
 * database allows it the session.
 *
 * <p><b>Threading:</b> transactions are opened by the task's thread while the one before may still be prepared by
 * another, and older ones are committed by a third.
 */
final class WriteSide<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteSide.class);

    private final SessionSource source;
    private final TransactionCommands commands;
    private final ShardLedger ledger;
    private final Supplier<RecordWriter<T>> newWriter;
    private final Clock clock;
    private final AtomicReference<@Nullable Connection> idle = new AtomicReference<>();
    private final Queue<RecordWriter<T>> idleWriters = new ConcurrentLinkedQueue<>();
    private final Map<TransactionId, Long> deadLetters = new ConcurrentHashMap<>();
    private final Map<TransactionId, Connection> preparedIn = new ConcurrentHashMap<>();
    private volatile boolean closed;

    WriteSide(SessionSource source, ShardLedger ledger, Supplier<RecordWriter<T>> newWriter, Clock clock) {
        this.source = source;
        this.commands = TransactionCommands.of(source.dialect());
        this.ledger = ledger;
        this.newWriter = newWriter;
        this.clock = clock;
    }

    /**
     * Names the transaction to open.
     *
     * @param lock the shard's write lock
     */
    record Unit(TransactionName shard, ShardLock lock, String lineage, long sequence) {}

    OpenTransaction<T> begin(Unit unit) {
        @Nullable Connection kept = idle.getAndSet(null);
        try {
            if (kept != null) {
                try {
                    return begin(kept, unit);
                } catch (CommitSession.LockedException e) {
                    throw e;
                } catch (SQLException e) {
                    LOG.debug("The session that was kept is of no use any more; another one is opened", e);
                }
            }
            return begin(source.open(), unit);
        } catch (SQLException e) {
            throw failure("open the transaction of unit " + unit.sequence(), e);
        }
    }

    private OpenTransaction<T> begin(Connection session, Unit unit) throws SQLException {
        boolean sound = false;
        try {
            if (!unit.lock().acquire(session)) {
                throw new CommitSession.LockedException(unit.lock());
            }
            ledger.requireOwned(session);
            TransactionId id = new TransactionId(
                    unit.shard().text(),
                    unit.lineage(),
                    unit.sequence(),
                    ledger.claim().attempt(),
                    TimeUnit.MILLISECONDS.toSeconds(clock.millis()));
            commands.begin(session, id);
            sound = true;
            RecordWriter<T> writer = idleWriters.poll();
            return new OpenTransaction<>(id, session, writer == null ? newWriter.get() : writer, unit.lock(), this);
        } finally {
            if (!sound) {
                SessionSource.close(session);
            }
        }
    }

    TransactionCommands commands() {
        return commands;
    }

    ShardLedger ledger() {
        return ledger;
    }

    /** Takes a session without transaction and lock. */
    void keep(Connection session) {
        @Nullable Connection older = idle.getAndSet(session);
        if (older != null) {
            SessionSource.close(older);
        }
        if (closed) {
            close();
        }
    }

    /** Takes a session that is bound to its prepared transaction, with its lock. */
    void keepFor(TransactionId id, Connection session) {
        preparedIn.put(id, session);
        if (closed) {
            close();
        }
    }

    /** The session that prepared the transaction, to be committed and closed there; null if it is gone. */
    @Nullable
    Connection sessionOf(TransactionId id) {
        return preparedIn.remove(id);
    }

    /** Notes how many records were put aside, until the commit is known, and takes the empty buffer. */
    void prepared(TransactionId id, long letters, RecordWriter<T> writer) {
        if (letters > 0) {
            deadLetters.put(id, letters);
        }
        idleWriters.add(writer);
    }

    /** How many records the transaction has put aside; 0 if another attempt has prepared it. */
    long lettersOf(TransactionId id) {
        Long letters = deadLetters.remove(id);
        return letters == null ? 0 : letters;
    }

    WeirException failure(String verb, SQLException e) {
        if (e instanceof CommitSession.LockedException) {
            return new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot " + verb + " at " + ledger.claim().target() + ": " + e.getMessage() + ": " + ledger.key()
                            + "; it will be tried again; if this stays so, the unit before takes longer to be prepared"
                            + " than the lock timeout",
                    e);
        }
        return ledger.failure(verb, e);
    }

    @Override
    public void close() {
        closed = true;
        @Nullable Connection session = idle.getAndSet(null);
        if (session != null) {
            SessionSource.close(session);
        }
        preparedIn.keySet().forEach(id -> {
            @Nullable Connection kept = preparedIn.remove(id);
            if (kept != null) {
                SessionSource.close(kept);
            }
        });
    }
}
