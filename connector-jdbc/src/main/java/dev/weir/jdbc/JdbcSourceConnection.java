package dev.weir.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;

/**
 * How a source connects.
 *
 * @param url may hold credentials: never print it, but {@link #target}
 * @param user empty if the URL names one
 * @param password empty if there is none, or the URL has it
 * @param connectTimeout for one connection
 * @param statementTimeout for one statement, at the server
 * @param tries how often in a row the database may fail
 * @param pause before the second try; it doubles from try to try
 */
record JdbcSourceConnection(
        String url,
        String user,
        String password,
        Duration connectTimeout,
        Duration statementTimeout,
        int tries,
        Duration pause) {
    /** What Connector/J says, as if the connection had failed, when a password may not be sent without encryption. */
    private static final String NEEDS_ENCRYPTION = "Public Key Retrieval is not allowed";

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** The URL without parameters, and without credentials before the host, for messages. */
    String target() {
        int parameters = url.indexOf('?');
        return (parameters < 0 ? url : url.substring(0, parameters)).replaceFirst("//[^/@]*@", "//");
    }

    /** How long to wait after so many failures in a row. */
    Duration pauseAfter(int failures) {
        Duration doubled = pause.multipliedBy(1L << Math.min(20, failures - 1));
        Duration longest = pause.compareTo(LONGEST_PAUSE) > 0 ? pause : LONGEST_PAUSE;
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    /** The library with the URL's driver, for messages. */
    String driverLibrary() {
        return driver().artifact();
    }

    private DatabaseDriver driver() {
        return Objects.requireNonNull(DatabaseDriver.of(url), "checked when the source was built");
    }

    SqlFailure failure(SQLException cause) {
        return driver().failure(cause);
    }

    /** Whether trying again may help. Connector/J gives no state of its own to a connection that ends within a result. */
    boolean mayPass(SQLException cause) {
        if (String.valueOf(cause.getMessage()).contains(NEEDS_ENCRYPTION)) {
            return false;
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof IOException) {
                return true;
            }
        }
        return failure(cause).mayPass();
    }

    /** In a transaction, READ COMMITTED. */
    Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties());
        try {
            SourceDialect.of(connection).prepare(connection, statementTimeout);
            return connection;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        properties.setProperty("tcpKeepAlive", "true");
        // A server that is silent for longer than it may take counts as gone.
        Duration reply = statementTimeout.plus(statementTimeout.dividedBy(4)).plusSeconds(1);
        if (driver() == DatabaseDriver.POSTGRESQL) {
            properties.setProperty("connectTimeout", seconds(connectTimeout));
            properties.setProperty("loginTimeout", seconds(connectTimeout.multipliedBy(2)));
            properties.setProperty("socketTimeout", seconds(reply));
            properties.setProperty("ApplicationName", "weir");
            // Keys of enum and domain types are bound as text.
            properties.setProperty("stringtype", "unspecified");
        } else {
            properties.setProperty("connectTimeout", String.valueOf(connectTimeout.toMillis()));
            properties.setProperty("socketTimeout", String.valueOf(reply.toMillis()));
            // A TIMESTAMP is shown in the session's zone, in which an hour may come twice.
            properties.setProperty("connectionTimeZone", "UTC");
            properties.setProperty("forceConnectionTimeZoneToSession", "true");
            if (driver() == DatabaseDriver.MYSQL) {
                properties.setProperty("useCursorFetch", "true");
            }
        }
        return properties;
    }

    private static String seconds(Duration duration) {
        return String.valueOf(Math.max(1, (duration.toMillis() + 999) / 1000));
    }

    @Override
    public String toString() {
        return "JdbcSourceConnection[" + target() + "]";
    }
}
