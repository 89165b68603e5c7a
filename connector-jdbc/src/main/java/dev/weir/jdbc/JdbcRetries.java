package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.SQLException;
import java.time.Duration;

/** Counts how often the database failed in a row, and says when to give up. */
final class JdbcRetries {
    private final JdbcSourceSettings<?> settings;
    private int failures;

    JdbcRetries(JdbcSourceSettings<?> settings) {
        this.settings = settings;
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
        if (!connection.mayPass(cause)) {
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
