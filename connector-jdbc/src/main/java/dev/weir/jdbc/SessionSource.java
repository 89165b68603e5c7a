package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sessions of their own for transactions that are prepared: each holds a lock, or an open transaction for as long as
 * a checkpoint takes, and must really end when it is closed, all of which a pool is no place for. They read what is
 * committed, and commit each statement by themselves until told otherwise.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
record SessionSource(Dialect dialect, ConnectionSettings settings, ConnectionSettings.SessionNeeds needs) {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSource.class);

    Connection open() throws SQLException {
        Connection session = DriverManager.getConnection(settings.url(), settings.driverProperties(needs));
        boolean sound = false;
        try {
            session.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try (Statement setup = session.createStatement()) {
                setup.execute(dialect.sessionSetup(settings));
                setup.execute(TransactionCommands.of(dialect).sessionSetup());
            }
            sound = true;
            return session;
        } finally {
            if (!sound) {
                close(session);
            }
        }
    }

    /** Ends it; what it had open is rolled back by the database. */
    static void close(Connection session) {
        try {
            session.close();
        } catch (SQLException e) {
            LOG.debug("A session did not close in order; the database ends it when it notices", e);
        }
    }
}
