package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XA by its SQL statements: the drivers' {@code XAConnection} sends the same ones and says less (that of MariaDB reports a
 * lost connection as error code 0). The shard's name is the global transaction id, the rest of the id the branch.
 *
 * <p>{@code XAER_NOTA} says nothing: MariaDB also answers it for a branch that {@code XA RECOVER} lists, as long as the
 * session that prepared it is open; then the list and the ledger are asked. Nor does {@code OK}: see {@code
 * TransactionalShard}. Therefore a branch is committed in the session that prepared it, as long as there is one.
 */
record XaTransactions(MySqlDialect dialect) implements TransactionCommands {
    private static final Logger LOG = LoggerFactory.getLogger(XaTransactions.class);
    /** "WEIR". */
    private static final int FORMAT = 0x57454952;

    /** In seconds; the most that the servers take. */
    private static final long LONGEST_WAIT = 31_536_000;

    private static final String XA_STATES = "XA";
    private static final int MOST_PAUSES = 10;

    private static final int LOCK_TIMEOUT = 1205;
    private static final int UNKNOWN_BRANCH = 1397;
    private static final int RESOURCE_MANAGER_ERROR = 1401;
    /** XA_RBROLLBACK, XA_RBTIMEOUT, XA_RBDEADLOCK: the branch is gone, the ledger tells what that means. */
    private static final Set<Integer> ROLLED_BACK = Set.of(1402, 1613, 1614);

    @Override
    public void requireUsable(Connection connection) throws SQLException {
        prepared(connection);
    }

    @Override
    public void begin(Connection session, TransactionId id) throws SQLException {
        session.setAutoCommit(false);
        execute(session, "XA START " + literal(id));
    }

    @Override
    public void prepare(Connection session, TransactionId id) throws SQLException {
        execute(session, "XA END " + literal(id));
        execute(session, "XA PREPARE " + literal(id));
    }

    @Override
    public boolean sessionOutlivesPrepare() {
        return false;
    }

    /** No statement tells: a session is gone from every list a little before its transaction is parted from it. */
    @Override
    public void awaitEndOfSessions(Connection session) throws SQLException {
        execute(session, "DO SLEEP(0.02)");
    }

    @Override
    public Reply commit(Connection session, TransactionId id) throws SQLException {
        return endSoon(session, "XA COMMIT ", id);
    }

    @Override
    public Reply rollback(Connection session, TransactionId id) throws SQLException {
        return endSoon(session, "XA ROLLBACK ", id);
    }

    /** The session that prepared the branch was closed just now, and the server may take a moment to notice. */
    private Reply endSoon(Connection session, String verb, TransactionId id) throws SQLException {
        Reply reply = end(session, verb + literal(id));
        for (int pause = 0; reply == Reply.UNKNOWN && pause < MOST_PAUSES && isListed(session, id); pause++) {
            execute(session, "DO SLEEP(0.005)");
            reply = end(session, verb + literal(id));
        }
        return reply;
    }

    private boolean isListed(Connection session, TransactionId id) throws SQLException {
        return prepared(session).stream().anyMatch(each -> each.id().equals(id));
    }

    private static Reply end(Connection session, String sql) throws SQLException {
        try {
            execute(session, sql);
            return Reply.DONE;
        } catch (SQLException e) {
            if (e.getErrorCode() == UNKNOWN_BRANCH || ROLLED_BACK.contains(e.getErrorCode())) {
                return Reply.UNKNOWN;
            }
            String state = e.getSQLState();
            if (state != null && state.startsWith(XA_STATES)) {
                LOG.warn(
                        "{} failed and will be tried again: {}",
                        sql,
                        MySqlFailure.of(e).message());
                return Reply.BUSY;
            }
            throw e;
        }
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String literal(TransactionId id) {
        return "'" + id.shard() + "','" + id.branch() + "'," + FORMAT;
    }

    @Override
    public boolean isLockTimeout(SQLException e) {
        return e.getErrorCode() == LOCK_TIMEOUT;
    }

    @Override
    public List<Prepared> prepared(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("XA RECOVER")) {
            List<Prepared> prepared = new ArrayList<>();
            while (row.next()) {
                byte[] data = row.getBytes("data");
                int length = row.getInt("gtrid_length");
                if (row.getLong("formatID") == FORMAT && length < data.length) {
                    String text = new String(data, StandardCharsets.ISO_8859_1);
                    TransactionId id = TransactionId.parse(text.substring(0, length) + "/" + text.substring(length));
                    if (id != null) {
                        prepared.add(new Prepared(id, id.begunAt()));
                    }
                }
            }
            return prepared;
        } catch (SQLException e) {
            if (e.getErrorCode() != RESOURCE_MANAGER_ERROR) {
                throw e;
            }
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot list prepared transactions in " + dialect.product()
                            + ": the sink's user may not: " + MySqlFailure.of(e).message()
                            + "; GRANT XA_RECOVER_ADMIN ON *.* TO the sink's user, or let the sink use"
                            + " WRITE_AHEAD_LOG",
                    e);
        }
    }

    @Override
    public String canonicalName(Connection session, TableName table) throws SQLException {
        String schema = table.schema().isEmpty() ? session.getCatalog() : table.schema();
        return schema + "." + table.table();
    }

    @Override
    public SessionLocks locks() {
        return new MySqlLocks();
    }

    /** A checkpoint may take longer than a session that nobody goes on with may live; such ones the next attempt ends. */
    @Override
    public String sessionSetup() {
        return "SET SESSION wait_timeout = " + LONGEST_WAIT
                + (dialect == MySqlDialect.MARIADB ? ", idle_transaction_timeout = 0" : "");
    }

    @Override
    public String createUnitsTable(String name) {
        String exact = " CHARACTER SET utf8mb4 COLLATE " + dialect.exactCollation() + " NOT NULL";
        return "CREATE TABLE IF NOT EXISTS " + name + " (job varchar(255)" + exact + ", sink varchar(255)" + exact
                + ", shard int NOT NULL, lineage varchar(64)" + exact
                + ", sequence bigint NOT NULL, `position` bigint NOT"
                + " NULL, digest bigint NOT NULL, checkpoint bigint NOT NULL, records bigint NOT NULL, attempt bigint NOT"
                + " NULL, PRIMARY KEY (job, sink, shard, lineage, sequence)) ENGINE = InnoDB ROW_FORMAT = DYNAMIC";
    }
}
