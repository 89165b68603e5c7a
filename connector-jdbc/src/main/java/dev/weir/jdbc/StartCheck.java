package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out before the first record whether the database can be reached and takes what the sink writes.
 *
 * <p><b>Threading:</b> one thread; blocks for as long as the settings say.
 */
final class StartCheck {
    private final ConnectionSettings settings;
    private final RecordStatement<?> statement;

    StartCheck(ConnectionSettings settings, RecordStatement<?> statement) {
        this.settings = settings;
        this.statement = statement;
    }

    /** Checks the target of the records alone. */
    void run() {
        withConnection(this::checkTarget);
    }

    /** Checks the ledger too, and creates its table if there is none. */
    void run(PostgresLedger ledger) {
        withConnection(connection -> {
            checkTarget(connection);
            checkLedger(connection, ledger);
        });
    }

    private interface Check {
        void on(Connection connection) throws SQLException;
    }

    private void withConnection(Check check) {
        requireDriver();
        for (int attempt = 1; ; attempt++) {
            try (Connection connection =
                    DriverManager.getConnection(settings.url(), settings.driverProperties(statement.needs()))) {
                check.on(connection);
                return;
            } catch (SQLException e) {
                SqlFailure failure = SqlFailure.of(e);
                if (!failure.mayPass()) {
                    throw refused(failure);
                }
                if (attempt == settings.startTries()) {
                    throw unreachable(failure);
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
                    "Cannot connect to " + settings.target()
                            + ": no driver for it is on the class path; add org.postgresql:postgresql",
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

    private WeirException unreachable(SqlFailure failure) {
        return new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot connect to " + settings.target() + ": " + failure.message() + ": " + failure.describeState()
                        + ", " + settings.startTries() + " tries, "
                        + settings.startPause().toMillis()
                        + " ms apart; check that the database runs, its host and port, and the network between",
                failure.cause());
    }

    private WeirException refused(SqlFailure failure) {
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot connect to " + settings.target() + ": " + failure.message() + ": " + failure.describeState()
                        + ", user=" + (settings.user().isEmpty() ? "as in the URL" : settings.user())
                        + "; correct the URL, the user or the password",
                failure.cause());
    }

    private void checkTarget(Connection connection) throws SQLException {
        if (statement instanceof TableStatement<?> mapped) {
            checkTable(connection, mapped);
        } else {
            checkSql(connection);
        }
    }

    private void checkSql(Connection connection) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            // Makes the server parse it, which finds missing tables and columns.
            prepared.getParameterMetaData();
        } catch (SQLException e) {
            throw rejected(e, "correct the statement or create what it needs");
        }
    }

    private void checkTable(Connection connection, TableStatement<?> mapped) throws SQLException {
        List<String> present = columnsOf(connection, mapped.table());
        if (present.isEmpty()) {
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot write to table " + mapped.table() + ": it does not exist: " + settings.target()
                            + "; create it, or correct its name (names are case-sensitive here, and the database"
                            + " stores unquoted ones in lower case)");
        }
        for (TableStatement.Column<?> column : mapped.columns()) {
            if (!present.contains(column.name())) {
                throw new WeirException(
                        ErrorCode.DESTINATION_REJECTED,
                        "Cannot write to table " + mapped.table() + ": column " + TableName.quote(column.name())
                                + " does not exist: " + settings.target() + ", the table has "
                                + String.join(", ", present) + "; add the column or correct the mapping");
            }
        }
        try {
            plan(connection, mapped.sqlToPlan());
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e);
            String remedy = "correct the table or the mapping";
            if (failure.is(SqlFailure.NO_UNIQUE_CONSTRAINT)) {
                remedy = "an upsert needs a primary key or unique constraint on exactly its key columns: add it, or"
                        + " use JdbcSink.insert";
            } else if (failure.is(SqlFailure.INSUFFICIENT_PRIVILEGE)) {
                remedy = "GRANT " + (mapped.keyCount() > 0 ? "SELECT, INSERT, UPDATE" : "INSERT") + " ON "
                        + mapped.table() + " TO the user of the sink";
            }
            throw rejected(e, remedy);
        }
    }

    /** In their order; none if the table does not exist. */
    private static List<String> columnsOf(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT attname FROM pg_catalog.pg_attribute"
                + " WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped ORDER BY attnum")) {
            query.setString(1, table.quoted());
            List<String> columns = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
            return columns;
        }
    }

    /** Planning checks columns, constraints and privileges, and runs nothing. */
    private static void plan(Connection connection, String sql) throws SQLException {
        try (Statement explain = connection.createStatement()) {
            explain.execute("EXPLAIN " + sql);
        }
    }

    private void checkLedger(Connection connection, PostgresLedger ledger) throws SQLException {
        if (columnsOf(connection, ledger.table()).isEmpty()) {
            create(connection, ledger);
        }
        try {
            plan(connection, ledger.sqlToPlan());
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e);
            if (failure.mayPass()) {
                throw e;
            }
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot use ledger table " + ledger.table() + ": " + failure.message() + ": "
                            + failure.describeState() + ", " + settings.target()
                            + (failure.is(SqlFailure.INSUFFICIENT_PRIVILEGE)
                                    ? "; GRANT SELECT, INSERT, UPDATE ON " + ledger.table() + " TO the user of the sink"
                                    : "; give the sink another ledger table, or make this one as "
                                            + ledger.createTable()),
                    e);
        }
    }

    private void create(Connection connection, PostgresLedger ledger) throws SQLException {
        try (Statement create = connection.createStatement()) {
            create.execute(ledger.createTable());
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e);
            // Another subtask may have been faster, which PostgreSQL reports in several ways.
            if (!columnsOf(connection, ledger.table()).isEmpty()) {
                return;
            }
            if (failure.mayPass()) {
                throw e;
            }
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot create ledger table " + ledger.table() + ": " + failure.message() + ": "
                            + failure.describeState() + ", " + settings.target()
                            + "; let someone who may run: " + ledger.createTable()
                            + "; GRANT SELECT, INSERT, UPDATE ON " + ledger.table() + " TO the user of the sink",
                    e);
        }
    }

    private WeirException rejected(SQLException e, String remedy) throws SQLException {
        SqlFailure failure = SqlFailure.of(e);
        if (failure.mayPass()) {
            throw e;
        }
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to " + statement.target() + ": " + failure.message() + ": " + failure.describeState()
                        + ", " + settings.target() + "; " + remedy,
                e);
    }
}
