package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Advisory locks of the session (PostgreSQL documentation, 13.3.5). They are not handed to a transaction that is prepared,
 * and a session that is ended rolls back before it lets go of them.
 */
record PostgresLocks() implements SessionLocks {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @Override
    public boolean acquire(Connection session, ShardLock.Name lock, Duration patience) throws SQLException {
        try (Statement statement = session.createStatement()) {
            // One round trip. The lock timeout stays: whoever shares the session gives the same.
            statement.execute("SET lock_timeout = " + Math.max(1, patience.toMillis()) + "; SELECT pg_advisory_lock("
                    + lock.number() + ")");
            return true;
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void release(Connection session, ShardLock.Name lock) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + lock.number() + ")");
        }
    }

    @Override
    public void endHolder(Connection session, ShardLock.Name lock) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE " + held(lock));
        } catch (SQLException e) {
            if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot end the session of an older attempt, which holds lock " + lock + ": "
                            + "the sink's user may not: "
                            + PostgresFailure.of(e).message()
                            + "; let all attempts connect as the same user, or GRANT pg_signal_backend TO the sink's"
                            + " user",
                    e);
        }
    }

    @Override
    public boolean isHeld(Connection session, ShardLock.Name lock) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE " + held(lock) + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static String held(ShardLock.Name lock) {
        // A lock with a 64-bit key has its halves there, and 1 behind them.
        return "locktype = 'advisory' AND granted AND objsubid = 1 AND classid::bigint = " + (lock.number() >>> 32)
                + " AND objid::bigint = " + (lock.number() & 0xFFFF_FFFFL)
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                + " AND pid <> pg_backend_pid()";
    }
}
