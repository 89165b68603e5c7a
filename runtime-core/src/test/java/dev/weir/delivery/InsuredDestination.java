package dev.weir.delivery;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.TransactionShard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A {@link ModelDestination} that can prepare transactions too, over the same ledger; it may drop them. */
final class InsuredDestination implements SupportsWriteAheadLog<String>, SupportsTwoPhaseCommit<String> {
    final ModelDestination logged = new ModelDestination();
    private final Map<String, Prepared> prepared = new TreeMap<>();

    private record Prepared(CommitUnit unit, List<String> records) {}

    void dropTransactions() {
        prepared.clear();
    }

    List<String> prepared() {
        return List.copyOf(prepared.keySet());
    }

    @Override
    public String kind() {
        return "insured";
    }

    @Override
    public Codec<String> recordCodec(CodecRegistry registry) {
        return logged.recordCodec(registry);
    }

    @Override
    public LedgerShard<String> openShard(ShardContext context) {
        return logged.openShard(context);
    }

    @Override
    public TransactionShard<String> openTransactionShard(ShardContext context) {
        LedgerShard<String> ledger = logged.openShard(context);
        return new TransactionShard<>() {
            @Override
            public LedgerEntry fence() {
                return ledger.fence();
            }

            @Override
            public SinkTransaction<String> begin(String lineage, long sequence) {
                return new Open(context.shard() + "/" + lineage + "/" + sequence);
            }

            @Override
            public CommitOutcome commit(PreparedUnit unit) {
                Prepared found = prepared.remove(new String(unit.handle(), StandardCharsets.UTF_8));
                LedgerEntry entry = logged.entry(context.shard());
                if (found == null) {
                    return entry.records(unit.unit())
                            ? new CommitOutcome.AlreadyCommitted()
                            : new CommitOutcome.Lost("no such transaction");
                }
                logged.commit(context.shard(), found.unit(), found.records());
                return new CommitOutcome.Committed();
            }

            @Override
            public void abortAllBut(List<byte[]> handles) {
                List<String> kept = handles.stream()
                        .map(handle -> new String(handle, StandardCharsets.UTF_8))
                        .toList();
                prepared.keySet().removeIf(id -> id.startsWith(context.shard() + "/") && !kept.contains(id));
            }

            @Override
            public void close() {
                ledger.close();
            }
        };
    }

    private final class Open implements SinkTransaction<String> {
        private final String id;
        private final List<String> records = new ArrayList<>();

        Open(String id) {
            this.id = id;
        }

        @Override
        public void write(String value) {
            records.add(value);
        }

        @Override
        public byte[] prepare(CommitUnit unit) {
            prepared.put(id, new Prepared(unit, records));
            return id.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void abort() {}
    }
}
