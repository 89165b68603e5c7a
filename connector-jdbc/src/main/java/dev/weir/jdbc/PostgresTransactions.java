package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code PREPARE TRANSACTION} and what belongs to it, with the id's text as its name. */
record PostgresTransactions() implements TransactionCommands {
    private static final String UNDEFINED_OBJECT = "42704";
    /** Of a prepared transaction: another session is just about to commit it or roll it back. */
    private static final String NOT_IN_PREREQUISITE_STATE = "55000";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String OUT_OF_MEMORY = "53200";

    @Override
    public void requireUsable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('max_prepared_transactions')::int")) {
            if (row.next() && row.getInt(1) == 0) {
                throw switchedOff(null);
            }
        }
    }

    private static WeirException switchedOff(@Nullable SQLException cause) {
        String message =
                "Cannot prepare transactions: PostgreSQL is set up without: max_prepared_transactions=0; set it"
                        + " to at least twice the number of all shards of all sinks and restart the server, or let the sink use"
                        + " WRITE_AHEAD_LOG";
        return cause == null
                ? new WeirException(ErrorCode.DESTINATION_REJECTED, message)
                : new WeirException(ErrorCode.DESTINATION_REJECTED, message, cause);
    }

    @Override
    public void begin(Connection session, TransactionId id) throws SQLException {
        // The driver sends BEGIN with the first statement.
        session.setAutoCommit(false);
    }

    @Override
    public void prepare(Connection session, TransactionId id) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("PREPARE TRANSACTION '" + id + "'");
        } catch (SQLException e) {
            if (NOT_IN_PREREQUISITE_STATE.equals(e.getSQLState())) {
                throw switchedOff(e);
            }
            if (OUT_OF_MEMORY.equals(e.getSQLState())) {
                throw new WeirException(
                        ErrorCode.DESTINATION_UNAVAILABLE,
                        "Cannot prepare transaction " + id + ": PostgreSQL has no room for another one: "
                                + PostgresFailure.of(e).message()
                                + "; it will be tried again; raise max_prepared_transactions to at"
                                + " least twice the number of all shards of all sinks, and look for forgotten ones in"
                                + " pg_prepared_xacts",
                        e);
            }
            throw e;
        }
        session.setAutoCommit(true);
    }

    /** A prepared transaction belongs to no session. */
    @Override
    public void awaitEndOfSessions(Connection session) {}

    @Override
    public boolean sessionOutlivesPrepare() {
        return true;
    }

    @Override
    public Reply commit(Connection session, TransactionId id) throws SQLException {
        return end(session, "COMMIT PREPARED '" + id + "'");
    }

    @Override
    public Reply rollback(Connection session, TransactionId id) throws SQLException {
        return end(session, "ROLLBACK PREPARED '" + id + "'");
    }

    private static Reply end(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
            return Reply.DONE;
        } catch (SQLException e) {
            if (UNDEFINED_OBJECT.equals(e.getSQLState())) {
                return Reply.UNKNOWN;
            }
            if (NOT_IN_PREREQUISITE_STATE.equals(e.getSQLState())) {
                return Reply.BUSY;
            }
            throw e;
        }
    }

    @Override
    public boolean isLockTimeout(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    }

    @Override
    public List<Prepared> prepared(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT gid, prepared FROM pg_prepared_xacts"
                + " WHERE database = current_database() AND gid LIKE ? ORDER BY prepared, gid")) {
            statement.setString(1, TransactionName.START + "%");
            List<Prepared> prepared = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TransactionId id = TransactionId.parse(row.getString(1));
                    if (id != null) {
                        prepared.add(new Prepared(
                                id, row.getObject(2, OffsetDateTime.class).toInstant()));
                    }
                }
            }
            return prepared;
        }
    }

    @Override
    public String canonicalName(Connection session, TableName table) throws SQLException {
        try (PreparedStatement statement =
                session.prepareStatement("SELECT n.nspname || '.' || c.relname FROM pg_class c"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(?)")) {
            statement.setString(1, PostgresDialect.INSTANCE.quote(table));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : table.toString();
            }
        }
    }

    @Override
    public SessionLocks locks() {
        return new PostgresLocks();
    }

    /** A checkpoint may take longer than a session that nobody goes on with may live; such ones the next attempt ends. */
    @Override
    public String sessionSetup() {
        return "SET idle_in_transaction_session_timeout = 0";
    }

    @Override
    public String createUnitsTable(String name) {
        return "CREATE TABLE IF NOT EXISTS " + name + " (job text NOT NULL, sink text NOT NULL, shard integer NOT NULL,"
                + " lineage text NOT NULL, sequence bigint NOT NULL, \"position\" bigint NOT NULL, digest bigint NOT"
                + " NULL, checkpoint bigint NOT NULL, records bigint NOT NULL, attempt bigint NOT NULL,"
                + " PRIMARY KEY (job, sink, shard, lineage, sequence))";
    }
}
