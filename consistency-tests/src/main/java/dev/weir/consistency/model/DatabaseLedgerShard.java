package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.UnitRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead log's port of a {@link Database}: one local transaction for each unit, in which the update of the ledger's row
 * comes first and keeps it locked.
 */
final class DatabaseLedgerShard implements LedgerShard<OutputRecord> {
    private final Database database;
    private final ShardClient client;
    private final TransactionServer.Client identity;

    DatabaseLedgerShard(Database database, ShardClient client) {
        this.database = database;
        this.client = client;
        this.identity = client.identity();
    }

    @Override
    public LedgerEntry fence() {
        TransactionServer.Claim claim = client.callOrThrow(Rpc.FENCE, () -> database.claim(identity, client.nanos()));
        if (!claim.owned()) {
            throw client.fencedBy(claim.entry().attempt());
        }
        return claim.entry();
    }

    @Override
    public @Nullable LedgerEntry read() {
        return client.callOrThrow(Rpc.READ, () -> Optional.ofNullable(database.entry(client.shard())))
                .orElse(null);
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
        if (database.makes(Mistake.RECORDS_BEFORE_LEDGER) || database.makes(Mistake.LEDGER_BEFORE_RECORDS)) {
            return applyInTwoSteps(expected, unit, records);
        }
        ModelTransaction transaction;
        try {
            Optional<ModelTransaction> locked = client.call(
                    Rpc.APPLY, () -> Optional.ofNullable(database.lock(identity, expected, unit, client.nanos())));
            if (locked.isEmpty()) {
                return new CommitOutcome.RetryLater(new IllegalStateException("another session has the row locked"));
            }
            transaction = locked.get();
            if (transaction.state() != ModelTransaction.State.OPEN) {
                return reasonAgainst(expected, unit);
            }
            client.at(Label.COMMIT_AFTER_LEDGER);
            List<OutputRecord> read = read(records);
            if (!client.call(Rpc.WRITE, () -> transaction.write(0, read))) {
                return new CommitOutcome.RetryLater(new IllegalStateException("the session was ended"));
            }
            client.at(Label.COMMIT_AFTER_RECORDS);
        } catch (NetworkException e) {
            return new CommitOutcome.RetryLater(e);
        }
        try {
            if (!client.call(Rpc.COMMIT, () -> database.commitLocal(transaction, true))) {
                return new CommitOutcome.InDoubt(new IllegalStateException("the session was ended"));
            }
        } catch (NetworkException e) {
            return ShardClient.afterCommit(e);
        }
        client.at(Label.COMMIT_AFTER_COMMIT);
        return client.acknowledged(unit, new CommitOutcome.Committed());
    }

    private static List<OutputRecord> read(UnitRecords<OutputRecord> records) {
        List<OutputRecord> read = new ArrayList<>();
        for (OutputRecord record : records) {
            read.add(record);
        }
        return read;
    }

    private CommitOutcome reasonAgainst(LedgerEntry expected, CommitUnit unit) {
        TransactionServer.Claim standing;
        try {
            standing = client.call(Rpc.READ, () -> Optional.ofNullable(database.standing(identity)))
                    .orElse(null);
        } catch (NetworkException e) {
            return new CommitOutcome.RetryLater(e);
        }
        if (standing == null) {
            return new CommitOutcome.Lost("the shard's row is gone");
        }
        LedgerEntry found = standing.entry();
        if (!standing.owned()) {
            throw client.fencedBy(found.attempt());
        }
        if (found.records(unit) && found.attempt() == client.attempt()) {
            return client.acknowledged(unit, new CommitOutcome.AlreadyCommitted());
        }
        if (found.attempt() != client.attempt()) {
            throw client.fencedBy(found.attempt());
        }
        return new CommitOutcome.Lost("the ledger holds " + found + " instead of " + expected);
    }

    private CommitOutcome applyInTwoSteps(LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
        boolean recordsFirst = database.makes(Mistake.RECORDS_BEFORE_LEDGER);
        List<OutputRecord> read = read(records);
        try {
            boolean asExpected = client.call(Rpc.APPLY, () -> {
                ModelTransaction probe = database.lock(identity, expected, unit, client.nanos());
                if (probe == null || probe.state() != ModelTransaction.State.OPEN) {
                    return false;
                }
                database.endLocal(probe);
                step(recordsFirst, unit, read);
                return true;
            });
            if (!asExpected) {
                return reasonAgainst(expected, unit);
            }
            client.at(Label.COMMIT_AFTER_RECORDS);
            client.call(Rpc.COMMIT, () -> {
                step(!recordsFirst, unit, read);
                return unit;
            });
        } catch (NetworkException e) {
            return ShardClient.afterCommit(e);
        }
        client.at(Label.COMMIT_AFTER_COMMIT);
        return client.acknowledged(unit, new CommitOutcome.Committed());
    }

    private void step(boolean ofRecords, CommitUnit unit, List<OutputRecord> records) {
        if (ofRecords) {
            database.view.addAll(records);
        } else {
            database.advance(client.shard(), unit);
        }
    }

    @Override
    public void close() {}
}
