package dev.weir.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The connections of one sink in one process: transactions are explicit and READ COMMITTED, under which an {@code UPDATE}
 * that waited for a row's lock decides by the row's newest version.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class ConnectionPool implements AutoCloseable {
    private final HikariDataSource pool;
    private final Dialect dialect;
    private final String target;

    ConnectionPool(ConnectionSettings settings, ConnectionSettings.SessionNeeds needs, Dialect dialect) {
        this.dialect = dialect;
        this.target = settings.target();
        HikariConfig config = new HikariConfig();
        config.setPoolName("weir-jdbc");
        config.setJdbcUrl(settings.url());
        config.setDataSourceProperties(settings.driverProperties(needs));
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        config.setValidationTimeout(settings.connectTimeout().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(dialect.sessionSetup(settings));
        // Commits the session's setup, which the first rollback would otherwise undo.
        config.setIsolateInternalQueries(true);
        this.pool = new HikariDataSource(config);
    }

    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Of the database that the connections lead to. */
    Dialect dialect() {
        return dialect;
    }

    /** For messages. */
    String target() {
        return target;
    }

    @Override
    public void close() {
        pool.close();
    }
}
