package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.UnitRecords;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One commit shard in PostgreSQL: one local transaction for each unit, which moves the shard's ledger row and then writes
 * the records.
 *
 * <p>The row comes first: its lock makes an older attempt's transaction and this one queue up, and whoever comes second
 * sees at once that the row is not what it expects.
 */
final class PostgresShard<T> implements LedgerShard<T> {
    private final SharedPool.Lease lease;
    private final PostgresLedger ledger;
    private final PostgresLedger.Key key;
    private final RecordBatches<T> batches;
    private final ConnectionSettings settings;
    private final long attempt;
    private final FaultInjector faults;

    PostgresShard(
            SharedPool.Lease lease,
            PostgresLedger ledger,
            RecordBatches<T> batches,
            ConnectionSettings settings,
            ShardContext context) {
        this.lease = lease;
        this.ledger = ledger;
        this.key = new PostgresLedger.Key(context.jobName(), context.sinkUid(), context.shard());
        this.batches = batches;
        this.settings = settings;
        this.attempt = context.attempt();
        this.faults = context.faults();
    }

    @Override
    public LedgerEntry fence() {
        try (Connection connection = lease.pool().connection()) {
            LedgerEntry entry = ledger.fence(connection, key, attempt);
            connection.commit();
            if (entry == null) {
                throw fencedBy(ledger.read(connection, key));
            }
            return entry;
        } catch (SQLException e) {
            throw unreachable("take over", SqlFailure.of(e));
        }
    }

    @Override
    public @Nullable LedgerEntry read() {
        try (Connection connection = lease.pool().connection()) {
            LedgerEntry entry = ledger.read(connection, key);
            connection.rollback();
            return entry;
        } catch (SQLException e) {
            throw unreachable("read", SqlFailure.of(e));
        }
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<T> records) {
        try (Connection connection = lease.pool().connection()) {
            return apply(connection, expected, unit, records);
        } catch (SQLException e) {
            // Before the first statement, or when a finished transaction's connection is given back.
            SqlFailure failure = SqlFailure.of(e);
            if (failure.mayPass()) {
                return new CommitOutcome.RetryLater(e);
            }
            throw unreachable("connect to", failure);
        }
    }

    private CommitOutcome apply(Connection connection, LedgerEntry expected, CommitUnit unit, UnitRecords<T> records)
            throws SQLException {
        boolean onlyCommitIsLeft = false;
        try {
            if (!ledger.advance(connection, key, expected, unit)) {
                connection.rollback();
                return reasonAgainst(expected, unit, ledger.read(connection, key));
            }
            faults.at(Label.COMMIT_AFTER_LEDGER);
            batches.write(connection, records);
            faults.at(Label.COMMIT_AFTER_RECORDS);
            onlyCommitIsLeft = true;
            connection.commit();
            faults.at(Label.COMMIT_AFTER_COMMIT);
            return new CommitOutcome.Committed();
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e);
            if (onlyCommitIsLeft && failure.leavesCommitInDoubt()) {
                return new CommitOutcome.InDoubt(e);
            }
            if (failure.mayPass()) {
                return new CommitOutcome.RetryLater(e);
            }
            connection.rollback();
            if (batches.writesSinglyAfter(failure)) {
                return apply(connection, expected, unit, records);
            }
            throw batches.rejection(connection, records, failure, "unit " + unit.sequence());
        }
    }

    private CommitOutcome reasonAgainst(LedgerEntry expected, CommitUnit unit, @Nullable LedgerEntry found) {
        if (found == null) {
            return new CommitOutcome.Lost("the row " + key + " is gone from ledger table " + ledger.table());
        }
        if (found.attempt() > attempt) {
            throw fencedBy(found);
        }
        if (found.records(unit)) {
            return new CommitOutcome.AlreadyCommitted();
        }
        return new CommitOutcome.Lost("ledger table " + ledger.table() + " holds " + found + " instead of " + expected
                + ": another job of the same name writes there, or the row was changed by hand");
    }

    private WeirException fencedBy(@Nullable LedgerEntry newer) {
        return new WeirException(
                ErrorCode.FENCED,
                "Cannot write to " + settings.target() + " as attempt " + attempt + " of " + key
                        + ": a newer attempt has taken over: " + newer
                        + "; stop this one; if no other runs, then this job has another checkpoint folder than the"
                        + " one that wrote there: use that folder, or give the rows free by "
                        + ledger.resetSql(key));
    }

    private WeirException unreachable(String verb, SqlFailure failure) {
        boolean passing = failure.mayPass();
        return new WeirException(
                passing ? ErrorCode.DESTINATION_UNAVAILABLE : ErrorCode.DESTINATION_REJECTED,
                "Cannot " + verb + " ledger table " + ledger.table() + " at " + settings.target() + ": "
                        + failure.message() + ": " + failure.describeState() + ", " + key
                        + (passing
                                ? "; it will be tried again"
                                : "; check the credentials, the privileges and the table"),
                failure.cause());
    }

    @Override
    public void close() {
        lease.close();
    }
}
