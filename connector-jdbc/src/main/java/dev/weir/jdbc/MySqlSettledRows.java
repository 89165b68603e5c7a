package dev.weir.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows in batches with a shared lock, which a row of an open transaction does not grant. A batch that meets such a row
 * is made smaller, until it ends before the row.
 */
final class MySqlSettledRows<T> implements SettledRows<T> {
    private final JdbcSourceSettings<T> settings;
    private final JdbcSourceSession session;
    private final KeyColumns key;
    private int limit;
    private int limitOfLast;

    MySqlSettledRows(JdbcSourceSettings<T> settings, JdbcSourceSession session, KeyColumns key) {
        this.settings = settings;
        this.session = session;
        this.key = key;
        limit = settings.fetchSize();
    }

    @Override
    public void begin() {}

    @Override
    public @Nullable JdbcRowCursor<T> open(List<Object> behind, Object upTo) throws SQLException {
        while (true) {
            String end = " LIMIT " + limit + " " + session.dialect().sharedLock();
            try {
                JdbcRowCursor<T> cursor =
                        new JdbcRowCursor<>(settings, key, session.select(key, behind, upTo, end, 0), behind);
                // The rows are all in memory.
                session.connection().commit();
                limitOfLast = limit;
                limit = (int) Math.min(settings.fetchSize(), limit * 2L);
                return cursor;
            } catch (SQLException e) {
                if (!SourceDialect.isLocked(e)) {
                    throw e;
                }
                session.connection().rollback();
                if (limit == 1) {
                    return null;
                }
                limit /= 2;
            }
        }
    }

    @Override
    public boolean isLast(JdbcRowCursor<T> cursor) {
        return cursor.rowsRead() < limitOfLast;
    }
}
