package dev.weir.delivery;

import dev.weir.codec.ByteReader;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.EncodedSinkTransaction;
import dev.weir.sink.ExplainsStrategies;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.UnitRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link ModelDestination} whose shards are both ports at once, as those of a log with transactions that end with their process. */
final class EagerDestination
        implements SupportsWriteAheadLog<String>, SupportsTwoPhaseCommit<String>, ExplainsStrategies {
    final ModelDestination logged = new ModelDestination();
    int opened;
    int fenced;
    int closed;
    boolean givesUp;
    boolean isFull;
    private final TextCodec codec = new TextCodec("text");

    @Override
    public String kind() {
        return "eager";
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return List.of(DeliveryStrategy.TWO_PHASE_INSURED, DeliveryStrategy.WRITE_AHEAD_LOG);
    }

    @Override
    public String whyNot(DeliveryStrategy strategy) {
        return strategy == DeliveryStrategy.TWO_PHASE ? "transactions end with their process; be insured" : null;
    }

    @Override
    public Codec<String> recordCodec(CodecRegistry registry) {
        return codec;
    }

    @Override
    public LedgerShard<String> openShard(ShardContext context) {
        throw new AssertionError("the other port is both");
    }

    @Override
    public InsuredShard<String> openTransactionShard(ShardContext context) {
        opened++;
        LedgerShard<String> ledger = logged.openShard(context);
        Map<Long, Eager> open = new HashMap<>();
        return new InsuredShard<>() {
            @Override
            public LedgerEntry fence() {
                fenced++;
                return ledger.fence();
            }

            @Override
            public LedgerEntry read() {
                return ledger.read();
            }

            @Override
            public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<String> records) {
                return ledger.apply(expected, unit, records);
            }

            @Override
            public SinkTransaction<String> begin(String lineage, long sequence) {
                Eager eager = new Eager();
                open.put(sequence, eager);
                return eager;
            }

            @Override
            public CommitOutcome commit(PreparedUnit prepared) {
                Eager eager = open.remove(prepared.unit().sequence());
                if (eager == null || givesUp) {
                    return new CommitOutcome.Lost("given up");
                }
                logged.commit(context.shard(), prepared.unit(), eager.records());
                return new CommitOutcome.Committed();
            }

            @Override
            public void abortAllBut(List<byte[]> handles) {}

            @Override
            public void close() {
                closed++;
                ledger.close();
            }
        };
    }

    private final class Eager implements EncodedSinkTransaction<String> {
        private final List<ByteReader> records = new ArrayList<>();

        /** Read when all are there: what lies in a segment stays as it is. */
        List<String> records() {
            return records.stream().map(codec::decode).toList();
        }

        @Override
        public void write(String value) {
            throw new AssertionError("the bytes are there");
        }

        @Override
        public void writeEncoded(byte[] array, int offset, int length) {
            records.add(new ByteReader(array, offset, length));
        }

        @Override
        public boolean isFull() {
            return isFull;
        }

        @Override
        public byte[] prepare(CommitUnit unit) {
            return new byte[] {1};
        }

        @Override
        public void abort() {}
    }
}
