package dev.weir.jdbc;

import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.UnitRecords;
import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One commit shard in a database: one local transaction for each unit, which moves the shard's ledger row and then writes
 * the records.
 *
 * <p>The row comes first: its lock makes an older attempt's transaction and this one queue up, and whoever comes second
 * sees at once that the row is not what it expects.
 */
final class JdbcLedgerShard<T> implements LedgerShard<T> {
    private final SharedPool.Lease lease;
    private final Ledger ledger;
    private final LedgerErrors errors;
    private final RecordWriter<T> writer;
    private final Ledger.Key key;
    private final long attempt;
    private final String owner;
    private final FaultInjector faults;
    private final LogSession session;

    JdbcLedgerShard(
            SharedPool.Lease lease,
            Ledger ledger,
            RecordWriter<T> writer,
            SessionSource sessions,
            ShardContext context) {
        this.lease = lease;
        this.ledger = ledger;
        this.writer = writer;
        this.key = new Ledger.Key(context.jobName(), context.sinkUid(), context.shard());
        this.attempt = context.attempt();
        this.owner = context.owner();
        this.faults = context.faults();
        this.session = new LogSession(sessions, ledger.table(), key);
        this.errors = new LedgerErrors(lease.pool(), ledger, key, attempt);
    }

    @Override
    public LedgerEntry fence() {
        boolean sound = false;
        try {
            Ledger.Row row = session.open(this::claim);
            sound = true;
            return row.entry();
        } catch (SQLException e) {
            throw errors.unreachable("take over", e);
        } finally {
            if (!sound) {
                session.close();
            }
        }
    }

    private Ledger.Row claim(Connection connection) throws SQLException {
        Ledger.Row before = ledger.read(connection, key);
        connection.rollback();
        if (before == null || before.entry().attempt() < attempt) {
            // The older attempt may be frozen within a transaction, and would keep the row locked.
            session.endOthers(connection);
        }
        Ledger.Row row = ledger.claim(connection, key, attempt, owner);
        connection.commit();
        if (!row.belongsTo(attempt, owner)) {
            throw errors.fencedBy(row);
        }
        return row;
    }

    @Override
    public @Nullable LedgerEntry read() {
        try (Connection connection = lease.pool().connection()) {
            Ledger.Row row = ledger.read(connection, key);
            connection.rollback();
            return row == null ? null : row.entry();
        } catch (SQLException e) {
            throw errors.unreachable("read", e);
        }
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<T> records) {
        boolean sound = false;
        try {
            CommitOutcome outcome = apply(openSession(), expected, unit, records);
            sound = outcome instanceof CommitOutcome.Committed || outcome instanceof CommitOutcome.AlreadyCommitted;
            return outcome;
        } catch (SQLException e) {
            // Before the first statement.
            if (lease.pool().dialect().failure(e).mayPass()) {
                return new CommitOutcome.RetryLater(e);
            }
            throw errors.unreachable("connect to", e);
        } finally {
            if (!sound) {
                session.close();
            }
        }
    }

    private Connection openSession() throws SQLException {
        Connection current = session.current();
        if (current != null) {
            return current;
        }
        return session.open(fresh -> {
            Ledger.Row row = ledger.read(fresh, key);
            if (row != null && !row.belongsTo(attempt, owner)) {
                throw errors.fencedBy(row);
            }
            fresh.rollback();
            return fresh;
        });
    }

    private CommitOutcome apply(Connection connection, LedgerEntry expected, CommitUnit unit, UnitRecords<T> records)
            throws SQLException {
        RecordWriter.Checks checks = RecordWriter.Checks.AS_DECLARED;
        if (!writer.isCareful()) {
            try {
                return commit(connection, expected, unit, () -> writer.write(connection, records));
            } catch (Refusal refusal) {
                // Which record it was is found out below.
                checks = refusal.atCommit ? RecordWriter.Checks.AT_ONCE : RecordWriter.Checks.AS_DECLARED;
            }
        }
        RecordWriter.Span span = RecordWriter.Span.of(unit, checks);
        try {
            return commit(connection, expected, unit, () -> writer.writeCarefully(connection, records, span));
        } catch (Refusal refusal) {
            throw writer.rejected(refusal.failure, "a record of unit " + unit.sequence());
        }
    }

    /** Writes the records and returns how many were put aside. */
    private interface Writing {
        long run() throws SQLException;
    }

    /** The database refuses for good what was to be written; the transaction is rolled back. */
    private static final class Refusal extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient SqlFailure failure;
        private final boolean atCommit;

        Refusal(SqlFailure failure, boolean atCommit) {
            super(failure.cause());
            this.failure = failure;
            this.atCommit = atCommit;
        }
    }

    private CommitOutcome commit(Connection connection, LedgerEntry expected, CommitUnit unit, Writing records)
            throws SQLException, Refusal {
        boolean onlyCommitIsLeft = false;
        try {
            boolean known = expected.records(unit);
            if (known || !ledger.advance(connection, key, new Ledger.Row(expected, owner), unit)) {
                connection.rollback();
                return errors.reasonAgainst(expected, unit, ledger.read(connection, key), owner);
            }
            faults.at(Label.COMMIT_AFTER_LEDGER);
            long deadLetters = records.run();
            faults.at(Label.COMMIT_AFTER_RECORDS);
            onlyCommitIsLeft = true;
            connection.commit();
            faults.at(Label.COMMIT_AFTER_COMMIT);
            return new CommitOutcome.Committed(deadLetters);
        } catch (SQLException e) {
            SqlFailure failure = lease.pool().dialect().failure(e);
            if (onlyCommitIsLeft && failure.leavesCommitInDoubt()) {
                return new CommitOutcome.InDoubt(e);
            }
            if (failure.mayPass()) {
                return new CommitOutcome.RetryLater(e);
            }
            connection.rollback();
            throw new Refusal(failure, onlyCommitIsLeft);
        }
    }

    @Override
    public void close() {
        session.close();
        lease.close();
    }
}
