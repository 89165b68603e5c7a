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
 * The write-ahead log's port of a {@link TransactionLog}: records and ledger record in one transaction. A log has no conditions, so
 * the entry is read first; what was read stays true because only the owner of the id can write it.
 */
final class LogLedgerShard implements LedgerShard<OutputRecord> {
    private final TransactionLog log;
    private final ShardClient client;
    private final TransactionServer.Client identity;
    private @Nullable ModelTransaction last;

    LogLedgerShard(TransactionLog log, ShardClient client) {
        this.log = log;
        this.client = client;
        this.identity = client.identity();
    }

    @Override
    public LedgerEntry fence() {
        TransactionServer.Claim claim = client.callOrThrow(Rpc.FENCE, () -> log.claim(identity, client.nanos()));
        if (!claim.owned()) {
            throw client.fencedBy(claim.entry().attempt());
        }
        return claim.entry();
    }

    /** After a commit whose reply was lost, its transaction is ended first: it must not be committed after the answer. */
    @Override
    public @Nullable LedgerEntry read() {
        ModelTransaction unsettled = last;
        if (unsettled != null) {
            client.callOrThrow(Rpc.ABORT, () -> log.abort(identity, unsettled.name, client.nanos()));
            last = null;
        }
        return client.callOrThrow(Rpc.READ, () -> Optional.ofNullable(log.entry(client.shard())))
                .orElse(null);
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
        ModelTransaction transaction;
        try {
            LedgerEntry found = client.call(Rpc.READ, () -> Optional.ofNullable(log.entry(client.shard())))
                    .orElse(null);
            if (!expected.equals(found) && !log.makes(Mistake.NO_FENCE)) {
                return reasonAgainst(expected, found, unit);
            }
            transaction = client.call(Rpc.BEGIN, () -> Optional.ofNullable(log.beginApply(identity, client.nanos())))
                    .orElse(null);
            if (transaction == null) {
                throw client.fencedBy(found == null ? 0 : found.attempt());
            }
            ModelTransaction begun = transaction;
            client.at(Label.COMMIT_AFTER_LEDGER);
            List<OutputRecord> read = new ArrayList<>();
            for (OutputRecord record : records) {
                read.add(record);
            }
            if (!client.call(Rpc.APPLY, () -> append(begun, read, unit))) {
                return new CommitOutcome.RetryLater(new IllegalStateException("the transaction was ended"));
            }
            client.at(Label.COMMIT_AFTER_RECORDS);
        } catch (NetworkException e) {
            return new CommitOutcome.RetryLater(e);
        }
        last = transaction;
        ModelTransaction written = transaction;
        try {
            if (!client.call(Rpc.COMMIT, () -> log.commit(written, client.attempt(), client.nanos()))) {
                return new CommitOutcome.InDoubt(new IllegalStateException("the transaction was ended"));
            }
        } catch (NetworkException e) {
            return ShardClient.afterCommit(e);
        }
        last = null;
        client.at(Label.COMMIT_AFTER_COMMIT);
        return client.acknowledged(unit, new CommitOutcome.Committed());
    }

    private boolean append(ModelTransaction transaction, List<OutputRecord> records, CommitUnit unit) {
        boolean open = log.write(transaction, 0, records);
        if (open) {
            transaction.enter(unit);
        }
        return open;
    }

    private CommitOutcome reasonAgainst(LedgerEntry expected, @Nullable LedgerEntry found, CommitUnit unit) {
        if (found == null) {
            return new CommitOutcome.Lost("the shard has no ledger record");
        }
        if (found.attempt() != client.attempt()) {
            throw client.fencedBy(found.attempt());
        }
        if (found.records(unit)) {
            return client.acknowledged(unit, new CommitOutcome.AlreadyCommitted());
        }
        return new CommitOutcome.Lost("the ledger holds " + found + " instead of " + expected);
    }

    @Override
    public void close() {}
}
