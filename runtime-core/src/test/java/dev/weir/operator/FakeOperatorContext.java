package dev.weir.operator;

import dev.weir.codec.CodecRegistry;
import dev.weir.element.OutputTag;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import dev.weir.state.KeyedStateBackend;
import dev.weir.state.KeyedStateBackends;
import dev.weir.state.OperatorSnapshot;
import dev.weir.time.Clock;
import dev.weir.time.ManualClock;
import dev.weir.time.Timestamps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The context of the only subtask of an operator, over real keyed state. */
public final class FakeOperatorContext<O> implements OperatorContext<O> {
    private final String name;
    private final Output<O> output;
    private final Map<OutputTag<?>, RecordingOutput<?>> sideOutputs = new HashMap<>();
    private final Map<String, Long> counters = new HashMap<>();
    private final CodecRegistry codecs = CodecRegistry.of(List.of(), Map.of());
    private byte @Nullable [] restoredKeyed;
    private Clock clock = new ManualClock(0);
    private List<byte[]> restoredState = List.of();
    private long restoredWatermark = Timestamps.MIN_WATERMARK;

    public FakeOperatorContext(String name, Output<O> output) {
        this.name = name;
        this.output = output;
    }

    public FakeOperatorContext<O> clock(Clock newClock) {
        clock = newClock;
        return this;
    }

    public FakeOperatorContext<O> restoredState(List<byte[]> states) {
        restoredState = states;
        return this;
    }

    /** Restores what an operator gave to its first checkpoint, at the watermark that it had reached. */
    public FakeOperatorContext<O> restored(OperatorSnapshot snapshot, long watermark) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Objects.requireNonNull(snapshot.keyed()).writeTo(file);
        restoredKeyed = file.toByteArray();
        restoredWatermark = watermark;
        return this;
    }

    /** The value of a counter, 0 if there is none. */
    public long counter(String counter) {
        return counters.getOrDefault(counter, 0L);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int subtaskIndex() {
        return 0;
    }

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public int maxParallelism() {
        return 8;
    }

    @Override
    public long attempt() {
        return 1;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public MetricGroup metrics() {
        return counter -> new Counter() {
            @Override
            public void add(long count) {
                counters.merge(counter, count, Long::sum);
            }

            @Override
            public long value() {
                return FakeOperatorContext.this.counter(counter);
            }
        };
    }

    @Override
    public CodecRegistry codecs() {
        return codecs;
    }

    @Override
    public Output<O> output() {
        return output;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <X> RecordingOutput<X> sideOutput(OutputTag<X> tag) {
        return (RecordingOutput<X>) sideOutputs.computeIfAbsent(tag, key -> new RecordingOutput<>());
    }

    @Override
    public KeyedStateBackend keyedState(Type keyType) {
        KeyedStateBackend backend = KeyedStateBackends.heap(codecs, keyType, maxParallelism(), 0, maxParallelism());
        if (restoredKeyed != null) {
            backend.restore(List.of(restoredKeyed));
        }
        return backend;
    }

    @Override
    public List<byte[]> restoredState() {
        return restoredState;
    }

    @Override
    public long restoredWatermark() {
        return restoredWatermark;
    }
}
