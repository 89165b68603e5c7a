package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * How a database opens, prepares, ends and lists transactions that outlive their session.
 *
 * <p><b>Threading:</b> immutable.
 */
sealed interface TransactionCommands permits PostgresTransactions, XaTransactions {
    static TransactionCommands of(Dialect dialect) {
        return dialect instanceof MySqlDialect mysql ? new XaTransactions(mysql) : new PostgresTransactions();
    }

    /** What a database said when it was told to commit or roll back a prepared transaction. */
    enum Reply {
        DONE,
        /** It knows none of this name: it was committed, rolled back, lost, or is held by a session that is still open. */
        UNKNOWN,
        /** Not now: somebody else is at it, or the server had trouble. */
        BUSY
    }

    /** A prepared transaction of some shard, and since when at the latest. */
    record Prepared(TransactionId id, Instant since) {}

    /** Refuses a database that cannot prepare transactions as it is set up, or whose user may not list them. */
    void requireUsable(Connection connection) throws SQLException;

    /** Opens the transaction in a session that has none. */
    void begin(Connection session, TransactionId id) throws SQLException;

    /** Makes it durable and parts it from the session. */
    void prepare(Connection session, TransactionId id) throws SQLException;

    /** Whether the session is of use for other transactions after {@link #prepare}, or bound to this one until it is committed. */
    boolean sessionOutlivesPrepare();

    /** Waits until the server is through with sessions that were told to end, as far as that matters to their transactions. */
    void awaitEndOfSessions(Connection session) throws SQLException;

    /** @throws SQLException what is none of the replies; the transaction may have been committed */
    Reply commit(Connection session, TransactionId id) throws SQLException;

    /** As {@link #commit}. */
    Reply rollback(Connection session, TransactionId id) throws SQLException;

    /** Whether a row was locked for too long. */
    boolean isLockTimeout(SQLException e);

    /** Those of all shards that use this database, whatever their ledger. */
    List<Prepared> prepared(Connection session) throws SQLException;

    /** The table's name with its schema, as the database knows it. */
    String canonicalName(Connection session, TableName table) throws SQLException;

    SessionLocks locks();

    /** What every session of a transaction needs beyond the usual; empty if nothing. */
    String sessionSetup();

    /** @param name of the table, quoted */
    String createUnitsTable(String name);
}
