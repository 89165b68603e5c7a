package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One commit shard in a database that prepares transactions.
 *
 * <h2>Why an older attempt can do nothing</h2>
 *
 * <p>A session reads who owns the ledger's row only while it holds one of the shard's two {@linkplain ShardLock locks}, and
 * keeps the lock through all that it does by what it has read: one of the <i>write locks</i> from before a transaction is
 * opened until it is prepared, or committed where its session must live so long, the <i>commit lock</i> through commits and aborts. {@link #fence} first changes the owner, which is
 * committed, and then gets each lock, ending whatever session holds it. So a session of an older attempt
 *
 * <ul>
 *   <li>held its lock before: it is ended by the server, however long its process has slept; an open transaction is rolled
 *       back before the lock comes free, a prepared one stays as it is, a commit on its way is through or has not happened;
 *   <li>or gets its lock afterwards: it reads the new owner and stops.
 * </ul>
 *
 * <p>When {@code fence} returns, the set of the shard's prepared transactions is therefore this attempt's alone to change.
 *
 * <h2>Which crash is covered by what</h2>
 *
 * <ol>
 *   <li><b>Write lock, check, open, write.</b> Crash: the session ends and the server rolls back.
 *   <li><b>The unit's row</b>, the last statement. Crash: as above. Its key makes a second transaction of the same unit
 *       wait and then fail.
 *   <li><b>Prepare.</b> Crash before a checkpoint holds the id: nobody commits it, and the next attempt's {@code
 *       abortAllBut} finds it by its shard's name. Crash afterwards: the next attempt commits it by the id.
 *   <li><b>Commit lock, check, commit.</b> Crash or lost reply: the next try is told that the transaction is unknown, and
 *       finds the unit's row, which came with the commit, or the ledger's, into which it was folded.
 *   <li><b>Fold</b>: one local transaction that moves the ledger's row, on condition that this attempt owns it, and deletes
 *       the unit's. Crash: both or none; the next {@code fence} or commit folds what is left.
 * </ol>
 *
 * <p>All of this rests on sessions: the sink must reach the server itself, not a pooler that lends sessions by the
 * transaction, nor one of several nodes that keep locks for themselves (Galera, which has no XA anyway).
 *
 * <p>A transaction that is <i>unknown</i> is looked for in the server's list first and in the ledger second: in this order,
 * whoever commits it in between is seen in the ledger. Only one that is in neither is lost.
 */
final class TransactionalShard<T> implements TransactionShard<T> {
    private final ShardLedger ledger;
    private final TransactionCommands commands;
    private final SessionSource sessions;
    private final WriteSide<T> writeSide;
    private final CommitSession committing;
    private final Duration lockTimeout;
    private final AgeAlarm alarm;
    private final FaultInjector faults;
    private final SharedPool.Lease lease;
    private volatile @Nullable Names names;

    /** What only the database can tell: the shard's name, and with it its locks. */
    private record Names(TransactionName shard, List<ShardLock> write, ShardLock commit) {}

    private TransactionalShard(
            SessionSource sessions,
            ShardLedger ledger,
            WriteSide<T> writeSide,
            ShardContext context,
            SharedPool.Lease lease) {
        this.sessions = sessions;
        this.ledger = ledger;
        this.lease = lease;
        this.writeSide = writeSide;
        this.commands = writeSide.commands();
        this.lockTimeout = sessions.settings().lockTimeout();
        this.committing = new CommitSession(sessions);
        this.alarm = new AgeAlarm(context.clock());
        this.faults = context.faults();
    }

    /** Checks the tables first. The lease is given back when the shard is closed, or at once if it cannot be opened. */
    static <T> TransactionalShard<T> open(JdbcSinkSettings<T> settings, SharedPool.Lease lease, ShardContext context) {
        boolean sound = false;
        try {
            Dialect dialect = lease.pool().dialect();
            String target = settings.connection().target();
            UnitsTable units = UnitsTable.of(dialect, settings.ledger());
            new UnitsCheck(units, target).run(lease.pool());
            ShardLedger ledger = new ShardLedger(
                    dialect,
                    new Ledger(settings.ledger(), dialect),
                    units,
                    new Ledger.Key(context.jobName(), context.sinkUid(), context.shard()),
                    new ShardLedger.Claim(context.attempt(), context.owner(), target));
            SessionSource sessions = new SessionSource(
                    dialect, settings.connection(), settings.target().needs());
            LetterBox letters = LetterBox.open(lease.pool(), settings.deadLetters(), LetterBox.Owner.of(context));
            WriteSide<T> writeSide = new WriteSide<>(
                    sessions, ledger, () -> new RecordWriter<>(settings.target(), dialect, letters), context.clock());
            TransactionalShard<T> shard = new TransactionalShard<>(sessions, ledger, writeSide, context, lease);
            sound = true;
            return shard;
        } finally {
            if (!sound) {
                lease.close();
            }
        }
    }

    @Override
    public LedgerEntry fence() {
        // What this attempt itself has left, if it fences again, would be ended as another's.
        committing.close();
        try (Connection session = sessions.open()) {
            commands.requireUsable(session);
            Names found = findNames(session);
            claim(session, found);
            for (ShardLock write : found.write()) {
                write.takeOver(session);
            }
            found.commit().takeOver(session);
            commands.awaitEndOfSessions(session);
            LedgerEntry entry = ledger.fold(session, Long.MAX_VALUE);
            alarm.check(
                    commands.prepared(session).stream()
                            .filter(prepared -> prepared.id().isOf(found.shard()))
                            .toList(),
                    ledger);
            names = found;
            return entry;
        } catch (SQLException e) {
            throw ledger.failure("take over the transactions", e);
        }
    }

    private Names findNames(Connection session) throws SQLException {
        TransactionName name = TransactionName.of(
                commands.canonicalName(session, ledger.ledger().table()), ledger.key());
        return new Names(
                name,
                ShardLock.Name.write(name).stream()
                        .map(write -> new ShardLock(commands.locks(), write, lockTimeout))
                        .toList(),
                new ShardLock(commands.locks(), ShardLock.Name.commit(name), lockTimeout));
    }

    /** An older attempt that was stopped in the middle of a fold keeps the ledger's row locked until its session ends. */
    private void claim(Connection session, Names found) throws SQLException {
        try {
            ledger.claim(session);
        } catch (SQLException e) {
            SqlFailure failure = sessions.dialect().failure(e);
            Ledger.@Nullable Row row = failure.mayPass() ? ledger.ledger().read(session, ledger.key()) : null;
            if (row == null || row.entry().attempt() >= ledger.claim().attempt()) {
                throw e;
            }
            found.commit().endHolder(session);
            ledger.claim(session);
        }
    }

    private Names fencedNames() {
        Names found = names;
        if (found == null) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot use the transactions of " + ledger.key() + ": fence comes first; report this as a defect");
        }
        return found;
    }

    @Override
    public SinkTransaction<T> begin(String lineage, long sequence) {
        Names found = fencedNames();
        return writeSide.begin(new WriteSide.Unit(
                found.shard(), found.write().get((int) (sequence % found.write().size())), lineage, sequence));
    }

    @Override
    public CommitOutcome commit(PreparedUnit prepared) {
        Names found = fencedNames();
        TransactionId id = TransactionId.ofHandle(prepared.handle());
        if (!id.isOf(found.shard())) {
            return new CommitOutcome.Lost("transaction " + id + " belongs to another job, sink, shard or ledger than "
                    + ledger.key() + ", which owns " + found.shard() + " only, and is left alone");
        }
        Progress progress = new Progress();
        try {
            CommitOutcome outcome = committing.locked(
                    found.commit(), session -> commit(session, found.shard(), id, prepared.unit(), progress));
            if (outcome instanceof CommitOutcome.RetryLater) {
                alarm.check(List.of(new TransactionCommands.Prepared(id, id.begunAt())), ledger);
            }
            return outcome;
        } catch (SQLException e) {
            alarm.check(List.of(new TransactionCommands.Prepared(id, id.begunAt())), ledger);
            SqlFailure failure = sessions.dialect().failure(e);
            if (e instanceof CommitSession.LockedException || (!progress.sent && failure.mayPass())) {
                return new CommitOutcome.RetryLater(e);
            }
            if (progress.done ? failure.mayPass() : progress.sent && failure.leavesCommitInDoubt()) {
                return new CommitOutcome.InDoubt(e);
            }
            if (failure.mayPass()) {
                return new CommitOutcome.RetryLater(e);
            }
            throw ledger.failure("commit transaction " + id, e);
        }
    }

    /** How far a commit came. */
    private static final class Progress {
        private boolean sent;
        private boolean done;
    }

    private CommitOutcome commit(
            Connection session, TransactionName shard, TransactionId id, CommitUnit unit, Progress progress)
            throws SQLException {
        LedgerEntry before = ledger.requireOwned(session);
        if (before.records(unit)) {
            return new CommitOutcome.AlreadyCommitted();
        }
        faults.at(Label.COMMIT_AFTER_RECORDS);
        progress.sent = true;
        TransactionCommands.Reply reply = endWhereItWasPrepared(session, id, commands::commit);
        if (reply == TransactionCommands.Reply.DONE) {
            progress.done = true;
            faults.at(Label.COMMIT_AFTER_COMMIT);
            LedgerEntry after = ledger.fold(session, unit.sequence());
            return ledger.knows(after, unit)
                    ? new CommitOutcome.Committed(writeSide.lettersOf(id))
                    : new CommitOutcome.Lost("the database said that it has committed transaction " + id
                            + ", and its ledger entry is not there: MariaDB does so when the session that prepared it is"
                            + " just being ended, and lists the transaction again when the server was restarted");
        }
        if (reply == TransactionCommands.Reply.BUSY || isListed(session, id)) {
            return new CommitOutcome.RetryLater(
                    new SQLException("transaction " + id + " is prepared, and the database cannot commit it now"));
        }
        LedgerEntry entry = ledger.fold(session, unit.sequence());
        if (ledger.knows(entry, unit)) {
            return new CommitOutcome.AlreadyCommitted();
        }
        return new CommitOutcome.Lost("transaction " + id + " of " + shard
                + " is not prepared any more, and the ledger does not have its unit: it was rolled back by hand, or the"
                + " database went back: ledger table " + ledger.ledger().table() + " holds " + entry);
    }

    /**
     * In the session that prepared the transaction, if this attempt still has it: MariaDB knows a time, while that session
     * is being ended, in which it answers OK to a commit from another one and commits nothing (seen twice in some thousand commits).
     */
    private TransactionCommands.Reply endWhereItWasPrepared(Connection session, TransactionId id, Ending ending)
            throws SQLException {
        Connection own = writeSide.sessionOf(id);
        if (own == null) {
            return ending.of(session, id);
        }
        try {
            return ending.of(own, id);
        } finally {
            SessionSource.close(own);
        }
    }

    /** Commit or rollback. */
    private interface Ending {
        TransactionCommands.Reply of(Connection session, TransactionId id) throws SQLException;
    }

    private boolean isListed(Connection session, TransactionId id) throws SQLException {
        return commands.prepared(session).stream()
                .anyMatch(prepared -> prepared.id().equals(id));
    }

    @Override
    public void abortAllBut(List<byte[]> handles) {
        Names found = fencedNames();
        Set<TransactionId> kept = handles.stream().map(TransactionId::ofHandle).collect(Collectors.toSet());
        try {
            committing.locked(found.commit(), session -> {
                ledger.requireOwned(session);
                for (TransactionCommands.Prepared prepared : commands.prepared(session)) {
                    if (prepared.id().isOf(found.shard()) && !kept.contains(prepared.id())) {
                        abort(session, prepared.id());
                    }
                }
                return found;
            });
        } catch (SQLException e) {
            throw ledger.failure("abort the transactions that no checkpoint holds", e);
        }
    }

    private void abort(Connection session, TransactionId id) throws SQLException {
        faults.at(Label.ABORT_BEFORE);
        TransactionCommands.Reply reply = endWhereItWasPrepared(session, id, commands::rollback);
        if (reply != TransactionCommands.Reply.DONE && isListed(session, id)) {
            throw new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot abort transaction " + id + " at " + ledger.claim().target()
                            + ": it is prepared, and another session still holds it; it will be tried again");
        }
    }

    @Override
    public void close() {
        writeSide.close();
        committing.close();
        lease.close();
    }
}
