package dev.weir.operator;

import dev.weir.codec.CodecRegistry;
import dev.weir.element.OutputTag;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import dev.weir.state.KeyedStateBackend;
import dev.weir.time.Clock;
import dev.weir.time.ManualClock;
import dev.weir.time.Timestamps;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The context of the only subtask of an operator, over real keyed state. */
public final class FakeOperatorContext<O> implements OperatorContext<O> {
    private final String name;
    private final Output<O> output;
    private final Map<OutputTag<?>, RecordingOutput<?>> sideOutputs = new HashMap<>();
    private final Map<String, Long> counters = new HashMap<>();
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

    public FakeOperatorContext<O> restoredWatermark(long watermark) {
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
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
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
