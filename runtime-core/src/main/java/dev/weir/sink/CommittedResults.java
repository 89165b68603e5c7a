package dev.weir.sink;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results with a ledger entry for each shard; one lock is the destination's transaction. */
final class CommittedResults<T> implements CollectSink<T>, SupportsWriteAheadLog<T> {
    private final Class<T> type;
    private final List<T> results = new ArrayList<>();
    private final Map<ShardName, Owned> ledger = new HashMap<>();

    CommittedResults(Class<T> type) {
        this.type = type;
    }

    @Override
    public synchronized List<T> results() {
        return List.copyOf(results);
    }

    @Override
    public Codec<T> recordCodec(CodecRegistry registry) {
        return registry.codec(type);
    }

    @Override
    public LedgerShard<T> openShard(ShardContext context) {
        return new MemoryShard(new ShardName(context.jobName(), context.sinkUid(), context.shard()), context.attempt());
    }

    @Override
    public String kind() {
        return "collect-exactly-once";
    }

    private synchronized LedgerEntry fence(ShardName shard, long attempt) {
        Owned found = owned(shard, attempt);
        Owned fenced = new Owned(attempt, found == null ? null : found.last());
        ledger.put(shard, fenced);
        return fenced.entry();
    }

    private synchronized @Nullable LedgerEntry read(ShardName shard) {
        Owned found = ledger.get(shard);
        return found == null ? null : found.entry();
    }

    private synchronized CommitOutcome apply(
            ShardName shard, long attempt, LedgerEntry expected, CommitUnit unit, List<T> records) {
        Owned found = owned(shard, attempt);
        LedgerEntry entry = found == null ? null : found.entry();
        if (entry != null && entry.records(unit)) {
            return new CommitOutcome.AlreadyCommitted();
        }
        if (!expected.equals(entry)) {
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot commit unit " + unit.sequence() + " of " + shard
                            + ": the ledger is not what the job takes it for: it has " + entry + ", expected "
                            + expected
                            + "; restart the job, so that it reads the ledger again");
        }
        results.addAll(records);
        ledger.put(shard, new Owned(attempt, unit));
        return new CommitOutcome.Committed();
    }

    private @Nullable Owned owned(ShardName shard, long attempt) {
        Owned found = ledger.get(shard);
        if (found != null && found.attempt() > attempt) {
            throw new WeirException(
                    ErrorCode.FENCED,
                    "Cannot use " + shard + ": attempt " + found.attempt() + " of the job has taken over from attempt "
                            + attempt + "; stop this one");
        }
        return found;
    }

    private record Owned(long attempt, @Nullable CommitUnit last) {
        LedgerEntry entry() {
            LedgerEntry empty = LedgerEntry.empty(attempt);
            return last == null ? empty : empty.after(last);
        }
    }

    private record ShardName(String jobName, String sinkUid, int shard) {
        @Override
        public String toString() {
            return "shard " + shard + " of sink \"" + sinkUid + "\" of job \"" + jobName + "\"";
        }
    }

    private final class MemoryShard implements LedgerShard<T> {
        private final ShardName shard;
        private final long attempt;

        MemoryShard(ShardName shard, long attempt) {
            this.shard = shard;
            this.attempt = attempt;
        }

        @Override
        public LedgerEntry fence() {
            return CommittedResults.this.fence(shard, attempt);
        }

        @Override
        public @Nullable LedgerEntry read() {
            return CommittedResults.this.read(shard);
        }

        @Override
        public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<T> records) {
            List<T> copy = new ArrayList<>();
            records.forEach(copy::add);
            return CommittedResults.this.apply(shard, attempt, expected, unit, copy);
        }

        @Override
        public void close() {}
    }
}
