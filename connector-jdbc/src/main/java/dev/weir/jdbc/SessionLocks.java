package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Locks that belong to a session until it lets go or ends, whatever becomes of its transactions.
 *
 * <p><b>Threading:</b> immutable.
 */
sealed interface SessionLocks permits PostgresLocks, MySqlLocks {
    /**
     * Waits for the lock; to be called outside of transactions.
     *
     * @return false if it could not be had in that time
     */
    boolean acquire(Connection session, ShardLock.Name lock, Duration patience) throws SQLException;

    void release(Connection session, ShardLock.Name lock) throws SQLException;

    /** Ends the session that holds the lock, if there is one and it is not this one. */
    void endHolder(Connection session, ShardLock.Name lock) throws SQLException;

    /** Whether some session holds it. */
    boolean isHeld(Connection session, ShardLock.Name lock) throws SQLException;
}
