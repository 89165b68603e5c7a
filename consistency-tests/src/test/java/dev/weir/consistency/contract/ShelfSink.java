package dev.weir.consistency.contract;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import dev.weir.consistency.job.OutputCodec;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.guarantee.Finding;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.Sink;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsIdempotentWriter;
import dev.weir.sink.SupportsProbe;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;
import dev.weir.sink.TransactionShard;
import java.util.List;

/** The sink of a {@link Shelf}, by every strategy. */
final class ShelfSink implements SinkUnderTest {
    final Shelf shelf;
    private final Promise idempotent;

    ShelfSink(Flaw flaw, Promise idempotent) {
        this.shelf = new Shelf(flaw);
        this.idempotent = idempotent;
    }

    @Override
    public String name() {
        return "shelf";
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return List.of(DeliveryStrategy.values());
    }

    @Override
    public Promise promise(DeliveryStrategy strategy) {
        return strategy == DeliveryStrategy.IDEMPOTENT ? idempotent : Promise.of(strategy);
    }

    @Override
    public Destination start() {
        return shelf;
    }

    @Override
    public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
        return new Everything(shelf, idempotent);
    }

    private record Everything(Shelf shelf, Promise idempotent)
            implements SupportsWriteAheadLog<OutputRecord>,
                    SupportsTwoPhaseCommit<OutputRecord>,
                    SupportsIdempotentWriter<OutputRecord>,
                    SupportsWriter<OutputRecord>,
                    SupportsProbe {
        @Override
        public String kind() {
            return "shelf";
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return shelf.makes(Flaw.STRATEGY_UNDECLARED) ? List.of() : List.of(DeliveryStrategy.values());
        }

        @Override
        public Codec<OutputRecord> recordCodec(CodecRegistry registry) {
            return new ShelfCodec(shelf.flaw);
        }

        @Override
        public LedgerShard<OutputRecord> openShard(ShardContext context) {
            return new ShelfLedger(shelf, (PortContext) context);
        }

        @Override
        public TransactionShard<OutputRecord> openTransactionShard(ShardContext context) {
            return new ShelfTransactions(shelf, (PortContext) context);
        }

        @Override
        public SinkWriter<OutputRecord> createIdempotentWriter(SinkContext context) {
            return new ShelfWriter(shelf, record -> {
                if (shelf.makes(Flaw.NO_KEY)) {
                    shelf.append(record);
                    return;
                }
                String key = idempotent == Promise.LATEST_BY_KEY ? "" + record.key() : "at " + record.offset();
                String stamped = shelf.makes(Flaw.ATTEMPT_IN_KEY) ? key + " by " + record.attempt() : key;
                shelf.put(stamped, record, !shelf.makes(Flaw.NO_VERSION));
            });
        }

        @Override
        public SinkWriter<OutputRecord> createWriter(SinkContext context) {
            return new ShelfWriter(shelf, shelf::append);
        }

        @Override
        public List<Finding> probe(DeliveryStrategy strategy) {
            if (shelf.makes(Flaw.PROBE_WRITES)) {
                shelf.append(new OutputRecord(0, 0, 0, 0, 0, 0, 0, 0));
            }
            return shelf.makes(Flaw.PROBE_SAYS_NOTHING)
                    ? List.of()
                    : List.of(Finding.good("shelf", "what is put there stays there"));
        }
    }

    private static final class ShelfCodec implements Codec<OutputRecord> {
        private final OutputCodec codec = new OutputCodec();
        private final Flaw flaw;

        ShelfCodec(Flaw flaw) {
            this.flaw = flaw;
        }

        @Override
        public void encode(OutputRecord value, ByteWriter out) {
            codec.encode(value, out);
        }

        @Override
        public OutputRecord decode(ByteReader in) {
            OutputRecord read = codec.decode(in);
            return flaw == Flaw.CODEC_FORGETS_HASH
                    ? new OutputRecord(
                            read.partition(),
                            read.offset(),
                            read.key(),
                            read.sequence(),
                            0,
                            read.shard(),
                            read.attempt(),
                            read.epoch())
                    : read;
        }

        @Override
        public int width() {
            return codec.width();
        }

        @Override
        public String fingerprint() {
            return flaw == Flaw.FORMAT_NAMED_BY_INSTANCE
                    ? "shelf " + System.identityHashCode(this)
                    : codec.fingerprint();
        }
    }
}
