package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The dead letters of JDBC sinks, for tools: they work while no job runs, and without a job's classes.
 *
 * <p><b>Threading:</b> safe from any thread; each call opens a connection of its own. <b>Errors:</b> {@code
 * DESTINATION_UNAVAILABLE} when the database does not answer, {@code DESTINATION_REJECTED} when it refuses.
 */
public final class DeadLetterTable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ConnectionSettings settings;
    private final TableName table;

    private DeadLetterTable(ConnectionSettings settings, TableName table) {
        this.settings = settings;
        this.table = table;
    }

    /**
     * A table in a database; connects to nothing yet.
     *
     * @param user empty if the URL names one
     * @param password empty if there is none, or the URL has it
     * @param table {@code table} or {@code schema.table}
     * @throws WeirException {@code INVALID_JOB} for a URL or name of another form
     */
    public static DeadLetterTable at(String url, String user, String password, String table) {
        DatabaseDriver driver = DatabaseDriver.of(url);
        String fault = TableName.faultOf(table);
        if (driver == null || fault != null) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot open a dead-letter table: "
                            + (fault != null
                                    ? "table=" + fault
                                    : "url begins with none of " + DatabaseDriver.prefixes())
                            + "; correct it");
        }
        ConnectionSettings settings =
                new ConnectionSettings(driver, url, user, password, 1, TIMEOUT, TIMEOUT, TIMEOUT, 1, Duration.ZERO);
        return new DeadLetterTable(settings, TableName.parse(table));
    }

    /** The letters of a job in the order of their coming, replayed ones too. */
    public List<DeadLetter> list(String job, int most) {
        return run("list the letters of " + job, (connection, dialect, sql) -> {
            String order = " ORDER BY created, sink, shard, " + dialect.quote("position") + " LIMIT " + most;
            return sql.select(connection, "WHERE job = ?" + order, job);
        });
    }

    /** One letter. */
    public DeadLetter show(String id) {
        return run("show letter " + id, (connection, dialect, sql) -> find(connection, sql, id));
    }

    /**
     * Does what the sink should have done, with the columns as they now are in the table, and marks the letter replayed, in
     * one transaction. What the database still refuses changes nothing.
     */
    public void replay(String id) {
        run("replay letter " + id, (connection, dialect, sql) -> {
            if (!sql.setStatus(connection, id, DeadLetter.WAITING, DeadLetter.REPLAYED)) {
                DeadLetter letter = find(connection, sql, id);
                throw rejected("replay letter " + id, "it is " + letter.status() + "; nothing was written");
            }
            new LetterReplay(dialect, find(connection, sql, id)).run(connection);
            return id;
        });
    }

    /** Deletes a letter, replayed or not. */
    public void drop(String id) {
        run("drop letter " + id, (connection, dialect, sql) -> {
            if (!sql.delete(connection, id)) {
                throw unknown(id);
            }
            return id;
        });
    }

    private DeadLetter find(Connection connection, LetterSql sql, String id) throws SQLException {
        return sql.select(connection, "WHERE id = ?", id).stream().findFirst().orElseThrow(() -> unknown(id));
    }

    private WeirException unknown(String id) {
        return rejected("find letter " + id, "there is none with this id; list shows which there are");
    }

    private WeirException rejected(String what, String why) {
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot " + what + " in table " + table + " at " + settings.target() + ": " + why);
    }

    private interface Work<R> {
        R on(Connection connection, Dialect dialect, LetterSql sql) throws SQLException;
    }

    private <R> R run(String what, Work<R> work) {
        ConnectionSettings.SessionNeeds needs = new ConnectionSettings.SessionNeeds(false, true);
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.driverProperties(needs))) {
            return run(connection, work);
        } catch (SQLException e) {
            SqlFailure failure = settings.driver().failure(e);
            throw new WeirException(
                    failure.mayPass() ? ErrorCode.DESTINATION_UNAVAILABLE : ErrorCode.DESTINATION_REJECTED,
                    "Cannot " + what + " in table " + table + " at " + settings.target() + ": " + failure.message()
                            + ": " + failure.describe()
                            + (failure.mayPass()
                                    ? "; nothing is known to have changed: look, and try again"
                                    : "; nothing was changed: correct the columns in the table's row, the target or the"
                                            + " privileges"),
                    e);
        }
    }

    private <R> R run(Connection connection, Work<R> work) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        dialect.setUp(connection, settings);
        connection.setAutoCommit(false);
        try {
            R result = work.on(connection, dialect, new LetterSql(dialect, table));
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }
}
