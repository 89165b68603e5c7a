package dev.weir.consistency.job;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Workload;
import dev.weir.function.Collector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** For each input one output, with the number and the rolling hash of its key's inputs so far. */
final class RollingHash extends KeyedProcessFunction<Long, ModelInput, OutputRecord> {
    private static final long serialVersionUID = 1L;

    private final Workload workload;
    private transient @Nullable ValueState<Seen> seen;
    private transient int shard;
    private transient long attempt;

    /** What is known of a key. */
    record Seen(long count, long hash) {}

    RollingHash(Workload workload) {
        this.workload = workload;
    }

    @Override
    public void open(RuntimeContext context) {
        seen = context.state(new ValueStateDescriptor<>("seen", Seen.class, new SeenCodec()));
        shard = context.subtaskIndex();
        attempt = context.attempt();
    }

    @Override
    public void processElement(ModelInput value, Context<Long> context, Collector<OutputRecord> out) {
        ValueState<Seen> state = Objects.requireNonNull(seen);
        Seen before = state.value();
        long count = before == null ? 1 : before.count() + 1;
        long hash = Workload.nextHash(before == null ? workload.firstHash(value.key()) : before.hash(), value.offset());
        state.update(new Seen(count, hash));
        out.collect(new OutputRecord(
                value.partition(), value.offset(), value.key(), count, hash, shard, attempt, value.epoch()));
    }

    private static final class SeenCodec implements Codec<Seen> {
        @Override
        public void encode(Seen value, ByteWriter out) {
            out.writeLong(value.count());
            out.writeLong(value.hash());
        }

        @Override
        public Seen decode(ByteReader in) {
            return new Seen(in.readLong(), in.readLong());
        }

        @Override
        public int width() {
            return 16;
        }

        @Override
        public String fingerprint() {
            return "model-seen";
        }
    }
}
