package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the locks of a commit shard. Of transactions: a session holds one of the <i>write locks</i> from before it opens a transaction until
 * that is prepared, or committed where the session must live so long, and the <i>commit lock</i> while it commits, aborts or folds. Of a write-ahead log: the
 * <i>log lock</i>, see {@link LogSession}. Held by a session, not by a process:
 * whoever loses the session loses the lock with it.
 *
 * @param patience how long to wait for it
 */
record ShardLock(SessionLocks locks, Name name, Duration patience) {
    /** More than units may wait for their commit before the job holds its input back. */
    private static final int WRITE_LOCKS = 8;

    private static final Duration HOLDERS_END = Duration.ofSeconds(1);

    /**
     * What the database calls it.
     *
     * @param text at most 64 characters, what MySQL allows
     */
    record Name(String text, long number) {
        /** The write locks of a shard: each prepared transaction that keeps its session keeps one of them. */
        static List<Name> write(TransactionName shard) {
            return IntStream.range(0, WRITE_LOCKS)
                    .mapToObj(slot -> of(shard, "write" + slot))
                    .toList();
        }

        static Name commit(TransactionName shard) {
            return of(shard, "commit");
        }

        static Name log(TransactionName shard) {
            return of(shard, "log");
        }

        private static Name of(TransactionName shard, String kind) {
            return new Name(TransactionName.START + kind + "/" + shard.hash(), shard.number(kind));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    boolean acquire(Connection session) throws SQLException {
        return locks.acquire(session, name, patience);
    }

    void release(Connection session) throws SQLException {
        locks.release(session, name);
    }

    void endHolder(Connection session) throws SQLException {
        locks.endHolder(session, name);
    }

    /**
     * Gets the lock and ends every session that is in the way. Between two tries another one may get it that waited
     * longer: it is an older attempt's, will see that it is fenced, and let go.
     */
    void takeOver(Connection session) throws SQLException {
        Duration waited = Duration.ZERO;
        while (waited.compareTo(patience) <= 0) {
            locks.endHolder(session, name);
            if (locks.acquire(session, name, HOLDERS_END)) {
                return;
            }
            waited = waited.plus(HOLDERS_END);
        }
        throw new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot take over lock " + name + ": the session that holds it was told to end and has not within "
                        + patience.toSeconds()
                        + " s; it will be tried again; if this stays so, end the session by hand");
    }
}
