package dev.weir.consistency;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.source.Boundedness;
import dev.weir.source.PollStatus;
import dev.weir.source.Source;
import dev.weir.source.SourceOutput;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.source.SourceSplit;
import dev.weir.source.SplitPlanContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A replayable source of {@link ModelInput}s in a few splits, which emits one record a poll and now and then has nothing:
 * as many interleavings as possible.
 *
 * @param records of the whole input
 */
record ModelSource(int records, int keys, int splits) implements Source<ModelInput, ModelSource.Stripe> {
    /** Every {@code step}th record from {@code next} on. */
    record Stripe(int first, int step, long next) implements SourceSplit {
        @Override
        public String splitId() {
            return "stripe-" + first;
        }
    }

    /** The key of a record: a function of its index alone. */
    int keyOf(long index) {
        return (int) Math.floorMod((index * 0x9E3779B97F4A7C15L) >>> 33, (long) keys);
    }

    @Override
    public Boundedness boundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public List<Stripe> planSplits(SplitPlanContext context) {
        List<Stripe> stripes = new ArrayList<>();
        for (int i = 0; i < splits; i++) {
            stripes.add(new Stripe(i, splits, i));
        }
        return stripes;
    }

    @Override
    public SourceReader<Stripe> createReader(SourceReaderContext<ModelInput> context) {
        return new Reader(context);
    }

    @Override
    public Codec<Stripe> splitCodec() {
        return new StripeCodec();
    }

    @Override
    public String kind() {
        return "model";
    }

    private final class Reader implements SourceReader<Stripe> {
        private final SourceReaderContext<ModelInput> context;
        private final List<Stripe> open = new ArrayList<>();
        private int polls;

        Reader(SourceReaderContext<ModelInput> context) {
            this.context = context;
        }

        @Override
        public void start(List<Stripe> splits) {
            open.addAll(splits);
        }

        @Override
        public PollStatus poll() {
            if (open.isEmpty()) {
                return PollStatus.END;
            }
            if (++polls % 7 == 0) {
                return PollStatus.WAIT;
            }
            Stripe stripe = open.remove(0);
            if (stripe.next() >= records) {
                context.splitFinished(stripe.splitId());
                return open.isEmpty() ? PollStatus.END : PollStatus.MORE;
            }
            SourceOutput<ModelInput> output = context.output(stripe.splitId());
            output.collect(new ModelInput(keyOf(stripe.next()), stripe.next()));
            open.add(new Stripe(stripe.first(), stripe.step(), stripe.next() + stripe.step()));
            return PollStatus.MORE;
        }

        @Override
        public List<Stripe> snapshot() {
            return List.copyOf(open);
        }

        @Override
        public void close() {}
    }

    private static final class StripeCodec implements Codec<Stripe> {
        @Override
        public void encode(Stripe value, ByteWriter out) {
            out.writeVarInt(value.first());
            out.writeVarInt(value.step());
            out.writeLong(value.next());
        }

        @Override
        public Stripe decode(ByteReader in) {
            return new Stripe(in.readVarInt(), in.readVarInt(), in.readLong());
        }

        @Override
        public String fingerprint() {
            return "model-stripe";
        }
    }
}
