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

/** The write-ahead log's port of {@link KeyValues}: a unit is one script, whose reply may be lost. */
final class ScriptShard implements LedgerShard<OutputRecord> {
    private final KeyValues store;
    private final ShardClient client;
    private final TransactionServer.Client identity;

    ScriptShard(KeyValues store, ShardClient client) {
        this.store = store;
        this.client = client;
        this.identity = client.identity();
    }

    @Override
    public LedgerEntry fence() {
        TransactionServer.Claim claim = client.callOrThrow(Rpc.FENCE, () -> store.claim(identity, client.nanos()));
        if (!claim.owned() && !store.makes(Mistake.NO_FENCE)) {
            throw client.fencedBy(claim.entry().attempt());
        }
        return claim.entry();
    }

    @Override
    public @Nullable LedgerEntry read() {
        return client.callOrThrow(Rpc.READ, () -> Optional.ofNullable(store.entry(client.shard())))
                .orElse(null);
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
        List<OutputRecord> read = new ArrayList<>();
        for (OutputRecord record : records) {
            read.add(record);
        }
        client.at(Label.COMMIT_AFTER_RECORDS);
        KeyValues.Applied applied;
        try {
            applied = client.call(Rpc.APPLY, () -> store.apply(identity, expected, unit, read));
        } catch (NetworkException e) {
            return ShardClient.afterCommit(e);
        }
        return switch (applied) {
            case DONE -> {
                client.at(Label.COMMIT_AFTER_COMMIT);
                yield client.acknowledged(unit, new CommitOutcome.Committed());
            }
            case ALREADY -> client.acknowledged(unit, new CommitOutcome.AlreadyCommitted());
            case FENCED -> {
                LedgerEntry found = store.entry(client.shard());
                throw client.fencedBy(found == null ? 0 : found.attempt());
            }
            case UNEXPECTED -> new CommitOutcome.Lost("the ledger holds another entry than " + expected);
        };
    }

    @Override
    public void close() {}
}
