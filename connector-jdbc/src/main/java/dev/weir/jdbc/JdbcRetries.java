package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** Counts how often the database failed in a row, and says when to give up. */
final class JdbcRetries {
    /** What Connector/J says, as if the connection had failed, when a password may not be sent without encryption. */
    private static final String NEEDS_ENCRYPTION = "Public Key Retrieval is not allowed";

    private final JdbcSourceSettings<?> settings;
    private int failures;

    JdbcRetries(JdbcSourceSettings<?> settings) {
        this.settings = settings;
    }

    /** Whether trying again may help. Connector/J gives no state of its own to a connection that ends within a result. */
    static boolean mayPass(JdbcSourceConnection connection, SQLException cause) {
        if (String.valueOf(cause.getMessage()).contains(NEEDS_ENCRYPTION)) {
            return false;
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof IOException) {
                return true;
            }
        }
        return connection.failure(cause).mayPass();
    }

    void succeeded() {
        failures = 0;
    }

    /** How long to wait before the next try; throws if it is of no use or there were enough. */
    Duration failed(SQLException cause) {
        JdbcSourceConnection connection = settings.connection();
        SqlFailure failure = connection.failure(cause);
        String what = "Cannot read " + settings.rows().describe() + ": " + failure.message() + ": " + failure.describe()
                + ", " + connection.target();
        if (!mayPass(connection, cause)) {
            throw new WeirException(ErrorCode.SOURCE, what + "; see what the database says", cause);
        }
        failures++;
        if (failures >= connection.tries()) {
            throw new WeirException(
                    ErrorCode.SOURCE,
                    what + ", " + failures + " tries in a row; check that the database runs, its host and port, and the"
                            + " network between",
                    cause);
        }
        return connection.pauseAfter(failures);
    }
}
