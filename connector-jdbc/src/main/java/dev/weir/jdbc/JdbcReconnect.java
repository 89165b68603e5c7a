package dev.weir.jdbc;

import dev.weir.time.Clock;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A reader's connection, made anew after a failure, with pauses that grow. Never waits: it says that it would. */
final class JdbcReconnect implements AutoCloseable {
    private final JdbcSourceSettings<?> settings;
    private final Clock clock;
    private final JdbcRetries retries;
    private @Nullable JdbcSourceSession session;
    private boolean failed;
    private long pauseEnd;

    JdbcReconnect(JdbcSourceSettings<?> settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        retries = new JdbcRetries(settings);
    }

    /** Whether the next try is not due yet. */
    boolean isPausing() {
        return failed && clock.nanos() - pauseEnd < 0;
    }

    JdbcSourceSession session() throws SQLException {
        JdbcSourceSession current = session;
        if (current == null) {
            current = JdbcSourceSession.open(settings);
            session = current;
        }
        return current;
    }

    void succeeded() {
        failed = false;
        retries.succeeded();
    }

    /** Gives the connection up; throws if there were enough failures, or the next try is of no use. */
    void lost(SQLException cause) {
        abort();
        pauseEnd = clock.nanos() + retries.failed(cause).toNanos();
        failed = true;
    }

    /** Ends the connection at once, also within a result. */
    void abort() {
        JdbcSourceSession current = session;
        session = null;
        if (current != null) {
            current.abort();
        }
    }

    @Override
    public void close() {
        JdbcSourceSession current = session;
        session = null;
        if (current != null) {
            current.close();
        }
    }
}
