package dev.weir.consistency;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsIdempotentWriter;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;
import dev.weir.sink.TransactionShard;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * All ports of a {@link ModelLedger}. Now and then it refuses for the moment, or loses the reply of a commit that happened
 * or did not.
 */
final class ModelSink
        implements SupportsWriteAheadLog<ModelOutput>,
                SupportsTwoPhaseCommit<ModelOutput>,
                SupportsIdempotentWriter<ModelOutput>,
                SupportsWriter<ModelOutput> {
    private final ModelLedger ledger;
    private final RandomGenerator random;
    private final Flaw flaw;
    private final boolean forgetful;

    /** A mistake in the destination's ports. */
    enum Flaw {
        NONE,
        /** Rows first, the entry in a second step. */
        ROWS_THEN_LEDGER,
        /** The entry first, rows in a second step. */
        LEDGER_THEN_ROWS,
        /** A transaction is committed where it should be prepared. */
        COMMIT_AT_PREPARE,
        /** Transactions of older attempts are left alone. */
        NO_ABORT,
        /** A prepared transaction carries no ledger entry. */
        LEDGER_APART,
        /** A transaction that is not there is taken for committed. */
        UNKNOWN_IS_COMMITTED,
        /** Older attempts are not locked out. */
        NO_FENCE,
        /** An older value overwrites a newer one. */
        NO_VERSION_GUARD
    }

    /** {@code forgetful} destinations drop prepared transactions now and then. */
    ModelSink(ModelLedger ledger, RandomGenerator random, Flaw flaw, boolean forgetful) {
        this.ledger = ledger;
        this.random = random;
        this.flaw = flaw;
        this.forgetful = forgetful;
    }

    @Override
    public String kind() {
        return "model-ledger";
    }

    @Override
    public Codec<ModelOutput> recordCodec(CodecRegistry registry) {
        return new OutputCodec();
    }

    @Override
    public LedgerShard<ModelOutput> openShard(ShardContext context) {
        return new ModelLedgerShard(ledger, random, flaw, context);
    }

    @Override
    public TransactionShard<ModelOutput> openTransactionShard(ShardContext context) {
        return new ModelTransactionShard(ledger, random, flaw, forgetful, context);
    }

    @Override
    public SinkWriter<ModelOutput> createIdempotentWriter(SinkContext context) {
        return new Writer() {
            @Override
            void send(ModelOutput value) {
                ledger.put(value.key(), value.count(), flaw != Flaw.NO_VERSION_GUARD);
            }
        };
    }

    @Override
    public SinkWriter<ModelOutput> createWriter(SinkContext context) {
        return new Writer() {
            @Override
            void send(ModelOutput value) {
                ledger.addRows(List.of(value));
            }
        };
    }

    /** Sends what it has at a flush, and now and then before. */
    private abstract class Writer implements SinkWriter<ModelOutput> {
        private final List<ModelOutput> buffer = new ArrayList<>();

        abstract void send(ModelOutput value);

        @Override
        public void write(ModelOutput value, long timestamp) {
            buffer.add(value);
            if (random.nextInt(3) == 0) {
                flush();
            }
        }

        @Override
        public void flush() {
            buffer.forEach(this::send);
            buffer.clear();
        }

        @Override
        public void close() {}
    }

    private static final class OutputCodec implements Codec<ModelOutput> {
        @Override
        public void encode(ModelOutput value, ByteWriter out) {
            out.writeInt(value.key());
            out.writeLong(value.count());
        }

        @Override
        public ModelOutput decode(ByteReader in) {
            return new ModelOutput(in.readInt(), in.readLong());
        }

        @Override
        public int width() {
            return 12;
        }

        @Override
        public String fingerprint() {
            return "model-output";
        }
    }
}
