package dev.weir.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Waits for the writers of the table, then reads all in one result. */
final class PostgresSettledRows<T> implements SettledRows<T> {
    private final JdbcSourceSettings<T> settings;
    private final JdbcSourceSession session;
    private final KeyColumns key;
    private final PostgresWriters writers;
    private Set<String> awaited = Set.of();

    PostgresSettledRows(JdbcSourceSettings<T> settings, JdbcSourceSession session, KeyColumns key) throws SQLException {
        this.settings = settings;
        this.session = session;
        this.key = key;
        writers = new PostgresWriters(session, settings);
        writers.check(key.first());
    }

    @Override
    public void begin() throws SQLException {
        awaited = writers.now();
    }

    @Override
    public @Nullable JdbcRowCursor<T> open(List<Object> behind, Object upTo) throws SQLException {
        if (!awaited.isEmpty()) {
            awaited = writers.stillOf(awaited);
            if (!awaited.isEmpty()) {
                return null;
            }
        }
        return new JdbcRowCursor<>(settings, key, session.select(key, behind, upTo, "", settings.fetchSize()), behind);
    }

    @Override
    public boolean isLast(JdbcRowCursor<T> cursor) throws SQLException {
        session.connection().commit();
        return true;
    }
}
