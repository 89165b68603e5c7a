package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The session in which one shard's units are applied. It holds the shard's <i>log lock</i> as long as it is open: not to
 * keep others out, which the ledger's row does, but so that a successor can find and end a session that a frozen process has
 * left in the middle of a transaction, with the row locked. Opened again after any failure.
 *
 * <p><b>Threading:</b> confined to the committing thread.
 */
final class LogSession implements AutoCloseable {
    private final SessionSource source;
    private final TransactionCommands commands;
    private final TableName ledger;
    private final Ledger.Key key;
    private final Duration patience;
    private @Nullable ShardLock lock;
    private @Nullable Connection open;

    LogSession(SessionSource source, TableName ledger, Ledger.Key key) {
        this.source = source;
        this.commands = TransactionCommands.of(source.dialect());
        this.ledger = ledger;
        this.key = key;
        this.patience = source.settings().lockTimeout();
    }

    /** What is done in a fresh session before it takes the lock: it makes sure that the shard is this attempt's. */
    interface Claim<R> {
        R in(Connection session) throws SQLException;
    }

    /**
     * Opens it anew. Whoever holds the lock after the claim is a session that this attempt has lost and the server has not
     * noticed, or an older attempt's that comes too late: it is ended. Were it a successor's, which has claimed the shard
     * in this very moment, then that one opens another, and this attempt finds at the ledger's row that it is replaced.
     */
    <R> R open(Claim<R> claim) throws SQLException {
        close();
        Connection session = source.open();
        open = session;
        session.setAutoCommit(false);
        R claimed = claim.in(session);
        lock(session).takeOver(session);
        session.commit();
        return claimed;
    }

    /** The open one, or null. */
    @Nullable
    Connection current() {
        return open;
    }

    /**
     * Ends the sessions of whoever works on this shard, seen from another session: of those that prepare and commit its
     * transactions too, since the older attempt may have had another strategy.
     */
    void endOthers(Connection session) throws SQLException {
        lock(session).endHolder(session);
        TransactionName name = name(session);
        List<ShardLock.Name> others = new ArrayList<>(ShardLock.Name.write(name));
        others.add(ShardLock.Name.commit(name));
        for (ShardLock.Name other : others) {
            new ShardLock(commands.locks(), other, patience).endHolder(session);
        }
    }

    private TransactionName name(Connection session) throws SQLException {
        return TransactionName.of(commands.canonicalName(session, ledger), key);
    }

    private ShardLock lock(Connection session) throws SQLException {
        ShardLock known = lock;
        if (known == null) {
            known = new ShardLock(commands.locks(), ShardLock.Name.log(name(session)), patience);
            lock = known;
        }
        return known;
    }

    @Override
    public void close() {
        Connection session = open;
        open = null;
        if (session != null) {
            SessionSource.close(session);
        }
    }
}
