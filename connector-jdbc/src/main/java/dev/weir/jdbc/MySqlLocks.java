package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Locks by {@code GET_LOCK} (MySQL reference manual, locking functions), which hold server-wide and until the session ends,
 * after its open transaction is rolled back or its prepared one is parted from it.
 */
record MySqlLocks() implements SessionLocks {
    private static final int UNKNOWN_SESSION = 1094;
    private static final int NOT_OWNER = 1095;

    @Override
    public boolean acquire(Connection session, ShardLock.Name lock, Duration patience) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT GET_LOCK(?, ?)")) {
            statement.setString(1, lock.text());
            statement.setLong(2, (patience.toMillis() + 999) / 1000);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }

    @Override
    public void release(Connection session, ShardLock.Name lock) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT RELEASE_LOCK(?)")) {
            statement.setString(1, lock.text());
            statement.executeQuery().close();
        }
    }

    @Override
    public void endHolder(Connection session, ShardLock.Name lock) throws SQLException {
        long holder = holder(session, lock);
        if (holder == 0) {
            return;
        }
        try (Statement statement = session.createStatement()) {
            statement.execute("KILL " + holder);
        } catch (SQLException e) {
            if (e.getErrorCode() == UNKNOWN_SESSION) {
                return;
            }
            if (e.getErrorCode() != NOT_OWNER) {
                throw e;
            }
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot end session " + holder + " of an older attempt, which holds lock " + lock
                            + ": the sink's user may not: " + MySqlFailure.of(e).message()
                            + "; let all attempts connect as the same user, or GRANT CONNECTION_ADMIN (MariaDB:"
                            + " CONNECTION ADMIN) ON *.* TO the sink's user",
                    e);
        }
    }

    @Override
    public boolean isHeld(Connection session, ShardLock.Name lock) throws SQLException {
        return holder(session, lock) != 0;
    }

    /** 0 if it is nobody, or this session. */
    private static long holder(Connection session, ShardLock.Name lock) throws SQLException {
        try (PreparedStatement statement =
                session.prepareStatement("SELECT NULLIF(IS_USED_LOCK(?), CONNECTION_ID())")) {
            statement.setString(1, lock.text());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
