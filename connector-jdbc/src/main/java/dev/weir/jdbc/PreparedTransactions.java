package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prepared transactions of all sinks that share a ledger, for tools that work while the jobs are down. Transactions of
 * others are neither shown nor touched.
 *
 * <p>Committing one by hand is safe, even before its turn: the job finds its unit in the ledger when it starts. Rolling
 * one back that a checkpoint holds loses its records unless the job's strategy is {@code TWO_PHASE_INSURED}.
 *
 * <p><b>Threading:</b> one thread, with a connection that nobody else uses meanwhile and that has no open transaction.
 */
public final class PreparedTransactions {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Comparator<TransactionCommands.Prepared> OLDEST_FIRST = Comparator.comparing(
                    TransactionCommands.Prepared::since)
            .thenComparing(prepared -> prepared.id().shard())
            .thenComparing(prepared -> prepared.id().sequence())
            .thenComparing(prepared -> prepared.id().attempt());

    private final Connection session;
    private final Dialect dialect;
    private final TransactionCommands commands;
    private final TableName ledgerTable;

    private PreparedTransactions(Connection session, Dialect dialect, TableName ledgerTable) {
        this.session = session;
        this.dialect = dialect;
        this.commands = TransactionCommands.of(dialect);
        this.ledgerTable = ledgerTable;
    }

    /** @param ledgerTable {@code table} or {@code schema.table}, as the sinks name it */
    public static PreparedTransactions at(Connection connection, String ledgerTable) {
        try {
            connection.setAutoCommit(true);
            return new PreparedTransactions(connection, Dialect.of(connection), TableName.parse(ledgerTable));
        } catch (SQLException e) {
            throw new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot look for prepared transactions: " + e.getMessage() + "; check the connection",
                    e);
        }
    }

    /** A row of the ledger. */
    private record Place(Ledger.Key key, LedgerEntry entry, String owner, TransactionName name) {}

    /** The oldest first, as far as the database knows, those of a shard in sequence. */
    public List<PreparedTransaction> list() {
        try {
            Map<String, Place> places = places();
            return commands.prepared(session).stream()
                    .sorted(OLDEST_FIRST)
                    .map(prepared -> shown(prepared, places.get(prepared.id().shard())))
                    .toList();
        } catch (SQLException e) {
            throw failure("list prepared transactions", e);
        }
    }

    private static PreparedTransaction shown(TransactionCommands.Prepared prepared, @Nullable Place place) {
        TransactionId id = prepared.id();
        return new PreparedTransaction(
                id.text(),
                prepared.since(),
                place == null ? "" : place.key().job(),
                place == null ? "" : place.key().sink(),
                place == null ? -1 : place.key().shard(),
                id.lineage(),
                id.sequence(),
                id.attempt(),
                place == null ? LedgerEntry.empty(0) : place.entry());
    }

    private Map<String, Place> places() throws SQLException {
        String canonical = commands.canonicalName(session, ledgerTable);
        Map<String, Place> places = new HashMap<>();
        try (PreparedStatement statement =
                        session.prepareStatement("SELECT job, sink, shard, attempt, lineage, sequence, "
                                + dialect.quote("position") + ", digest, owner FROM " + dialect.quote(ledgerTable));
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Ledger.Key key = new Ledger.Key(row.getString(1), row.getString(2), row.getInt(3));
                TransactionName name = TransactionName.of(canonical, key);
                LedgerEntry entry = new LedgerEntry(
                        row.getLong(4), row.getString(5), row.getLong(6), row.getLong(7), row.getLong(8));
                places.put(name.text(), new Place(key, entry, row.getString(9), name));
            }
        }
        return places;
    }

    /**
     * Commits it and brings the ledger up to date.
     *
     * @throws WeirException {@code DESTINATION_REJECTED} if it is not there, is not of this ledger, or its job lives
     */
    public void commit(PreparedTransaction transaction) {
        end("commit", transaction, id -> commands.commit(session, id));
    }

    /** As {@link #commit}, the other way. */
    public void rollback(PreparedTransaction transaction) {
        end("roll back", transaction, id -> commands.rollback(session, id));
    }

    private interface Command {
        TransactionCommands.Reply of(TransactionId id) throws SQLException;
    }

    private void end(String verb, PreparedTransaction transaction, Command command) {
        try {
            TransactionId id = TransactionId.parse(transaction.id());
            Place place = id == null ? null : places().get(id.shard());
            if (id == null || place == null) {
                throw refusal(verb, transaction, "it does not belong to ledger table " + ledgerTable, "name its own");
            }
            ShardLock lock = lock(verb, transaction, place);
            try {
                if (command.of(id) != TransactionCommands.Reply.DONE) {
                    throw refusal(
                            verb,
                            transaction,
                            "the database does not know it any more, or another session holds it",
                            "list the transactions again");
                }
                ledgerOf(place).fold(session, Long.MAX_VALUE);
            } finally {
                lock.release(session);
            }
        } catch (SQLException e) {
            throw failure(verb + " transaction " + transaction.id(), e);
        }
    }

    private ShardLock lock(String verb, PreparedTransaction transaction, Place place) throws SQLException {
        ShardLock lock = new ShardLock(commands.locks(), ShardLock.Name.commit(place.name()), PATIENCE);
        for (ShardLock.Name write : ShardLock.Name.write(place.name())) {
            if (commands.locks().isHeld(session, write)) {
                throw atWork(verb, transaction);
            }
        }
        if (!lock.acquire(session)) {
            throw atWork(verb, transaction);
        }
        return lock;
    }

    private WeirException atWork(String verb, PreparedTransaction transaction) {
        return refusal(verb, transaction, "its job is at work on this shard", "stop the job first");
    }

    /** In the name of whoever owns the row: nobody else is at it while this session has the lock. */
    private ShardLedger ledgerOf(Place place) {
        return new ShardLedger(
                dialect,
                new Ledger(ledgerTable, dialect),
                UnitsTable.of(dialect, ledgerTable),
                place.key(),
                new ShardLedger.Claim(place.entry().attempt(), place.owner(), "the connected database"));
    }

    private static WeirException refusal(String verb, PreparedTransaction transaction, String why, String remedy) {
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot " + verb + " transaction " + transaction.id() + ": " + why + ": job=" + transaction.job()
                        + " sink=" + transaction.sink() + " shard=" + transaction.shard() + "; " + remedy);
    }

    private WeirException failure(String verb, SQLException e) {
        SqlFailure failure = dialect.failure(e);
        return new WeirException(
                failure.mayPass() ? ErrorCode.DESTINATION_UNAVAILABLE : ErrorCode.DESTINATION_REJECTED,
                "Cannot " + verb + ": " + failure.message() + ": " + failure.describe()
                        + "; check the connection, the privileges and the name of the ledger table, " + ledgerTable,
                e);
    }
}
