package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The session in which one shard's transactions are committed and aborted; opened again after any failure, so that a lock
 * that could not be released is gone with it.
 *
 * <p><b>Threading:</b> confined to the committing thread.
 */
final class CommitSession implements AutoCloseable {
    private final SessionSource source;
    private @Nullable Connection open;

    CommitSession(SessionSource source) {
        this.source = source;
    }

    /** What is done in the session, while it holds the lock. */
    interface Work<R> {
        R in(Connection session) throws SQLException;
    }

    /** A lock that was not to be had in time. */
    static final class LockedException extends SQLException {
        private static final long serialVersionUID = 1L;

        LockedException(ShardLock lock) {
            super("lock " + lock.name() + " is held by another session for longer than "
                    + lock.patience().toMillis() + " ms");
        }
    }

    <R> R locked(ShardLock lock, Work<R> work) throws SQLException {
        boolean sound = false;
        try {
            Connection session = open;
            if (session == null) {
                session = source.open();
                open = session;
            }
            if (!lock.acquire(session)) {
                throw new LockedException(lock);
            }
            R result = work.in(session);
            lock.release(session);
            sound = true;
            return result;
        } finally {
            if (!sound) {
                close();
            }
        }
    }

    @Override
    public void close() {
        Connection session = open;
        open = null;
        if (session != null) {
            SessionSource.close(session);
        }
    }
}
