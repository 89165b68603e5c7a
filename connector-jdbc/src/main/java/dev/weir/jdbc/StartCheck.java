package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.guarantee.Finding;
import dev.weir.sink.DeliveryStrategy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Finds out before the first record whether the database can be reached and takes what the sink writes.
 *
 * <p><b>Threading:</b> one thread; blocks for as long as the settings say.
 */
final class StartCheck {
    private final ConnectionSettings settings;
    private final RecordTarget<?> target;

    StartCheck(ConnectionSettings settings, RecordTarget<?> target) {
        this.settings = settings;
        this.target = target;
    }

    /** Checks the target of the records alone. */
    Dialect run() {
        return withConnection((connection, dialect) -> target.check(new TargetCheck(settings, dialect, connection)));
    }

    /** Checks the ledger too, and creates its table if there is none. */
    Dialect run(TableName ledger) {
        return withConnection((connection, dialect) -> {
            target.check(new TargetCheck(settings, dialect, connection));
            checkLedger(connection, dialect, new Ledger(ledger, dialect));
        });
    }

    /** Looks at what decides whether the database keeps what it acknowledges; tries once and changes nothing. */
    List<Finding> probe(TableName ledger, DeliveryStrategy strategy) {
        requireDriver();
        try (Connection connection = connect()) {
            Dialect dialect = Dialect.of(connection);
            DestinationProbe probe = new DestinationProbe(connection, dialect, settings.target());
            dialect.probe(probe);
            target.probe(probe);
            probe.table(ledger);
            probe.strategy(strategy);
            return probe.findings();
        } catch (SQLException e) {
            SqlFailure failure = settings.driver().failure(e);
            throw failure.mayPass() ? unreachable(failure, 1) : refused(failure);
        }
    }

    private interface Check {
        void on(Connection connection, Dialect dialect) throws SQLException;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.driverProperties(target.needs()));
    }

    private Dialect withConnection(Check check) {
        requireDriver();
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = connect()) {
                Dialect dialect = Dialect.of(connection);
                check.on(connection, dialect);
                return dialect;
            } catch (SQLException e) {
                SqlFailure failure = settings.driver().failure(e);
                if (!failure.mayPass()) {
                    throw refused(failure);
                }
                if (attempt == settings.startTries()) {
                    throw unreachable(failure, attempt);
                }
            }
            pause();
        }
    }

    private void requireDriver() {
        try {
            DriverManager.getDriver(settings.url());
        } catch (SQLException e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot connect to " + settings.target() + ": no driver for it is on the class path; add "
                            + settings.driver().artifact(),
                    e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(settings.startPause().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot connect to " + settings.target() + ": interrupted while waiting for the next try; start"
                            + " the job again",
                    e);
        }
    }

    private WeirException unreachable(SqlFailure failure, int tries) {
        return new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot connect to " + settings.target() + ": " + failure.message() + ": " + failure.describe()
                        + ", " + tries + " tries, "
                        + settings.startPause().toMillis()
                        + " ms apart; check that the database runs, its host and port, and the network between",
                failure.cause());
    }

    private WeirException refused(SqlFailure failure) {
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot connect to " + settings.target() + ": " + failure.message() + ": " + failure.describe()
                        + ", user=" + (settings.user().isEmpty() ? "as in the URL" : settings.user())
                        + "; correct the URL, the user or the password",
                failure.cause());
    }

    private void checkLedger(Connection connection, Dialect dialect, Ledger ledger) throws SQLException {
        TableShape shape = dialect.shapeOf(connection, ledger.table());
        if (!shape.exists()) {
            create(connection, dialect, ledger);
            shape = dialect.shapeOf(connection, ledger.table());
        }
        requireVersion(ledger, shape);
        new TargetCheck(settings, dialect, connection).storage(ledger.table(), shape, "ledger table " + ledger.table());
        try {
            dialect.plan(connection, ledger.sqlToPlan());
        } catch (SQLException e) {
            SqlFailure failure = dialect.failure(e);
            if (failure.mayPass()) {
                throw e;
            }
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot use ledger table " + ledger.table() + ": " + failure.message() + ": " + failure.describe()
                            + ", " + settings.target()
                            + (failure.isMissingPrivilege()
                                    ? "; GRANT SELECT, INSERT, UPDATE ON " + dialect.quote(ledger.table())
                                            + " TO the user of the sink"
                                    : "; give the sink another ledger table, or make this one as "
                                            + ledger.createTable()),
                    e);
        }
    }

    private void requireVersion(Ledger ledger, TableShape shape) {
        List<String> missing = Ledger.missingColumns(shape);
        if (missing.isEmpty() || !shape.exists()) {
            return;
        }
        String upgrade = ledger.upgrade(missing);
        throw new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot use ledger table " + ledger.table()
                        + (upgrade.isEmpty()
                                ? ": it is something else: columns missing: " + String.join(", ", missing) + ", "
                                        + settings.target() + "; give the sink another ledger table, or make this one"
                                        + " as " + ledger.createTable()
                                : ": it was made by an older version: columns missing: " + String.join(", ", missing)
                                        + ", " + settings.target() + "; stop all jobs that use it and run: "
                                        + upgrade));
    }

    private void create(Connection connection, Dialect dialect, Ledger ledger) throws SQLException {
        try (Statement create = connection.createStatement()) {
            create.execute(ledger.createTable());
        } catch (SQLException e) {
            SqlFailure failure = dialect.failure(e);
            // Another subtask may have been faster, which PostgreSQL reports in several ways.
            if (dialect.shapeOf(connection, ledger.table()).exists()) {
                return;
            }
            if (failure.mayPass()) {
                throw e;
            }
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot create ledger table " + ledger.table() + ": " + failure.message() + ": "
                            + failure.describe() + ", " + settings.target()
                            + "; let someone who may run: " + ledger.createTable()
                            + "; GRANT SELECT, INSERT, UPDATE ON " + dialect.quote(ledger.table())
                            + " TO the user of the sink",
                    e);
        }
    }
}
