package dev.weir.operator;

import dev.weir.element.OutputTag;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.state.InternalTimers;
import dev.weir.state.KeyedStateBackend;
import dev.weir.state.TimeDomain;
import dev.weir.state.TimerService;
import dev.weir.time.Timestamps;
import java.util.HashMap;
import java.util.Map;

/** What a process function sees around a record or timer: one object for all of them. */
final class KeyedProcessContext<K> implements KeyedProcessFunction.OnTimerContext<K>, TimerService {
    private final OperatorContext<?> operator;
    private final KeyedStateBackend backend;
    private final InternalTimers timers;
    private final OutputCollector<?> collector;
    private final Map<OutputTag<?>, Output<?>> sideOutputs = new HashMap<>();
    private long timestamp = Timestamps.NONE;
    /** The timestamp of what is emitted. */
    private long emitted = Timestamps.NONE;

    private TimeDomain domain = TimeDomain.EVENT_TIME;
    private long watermark;

    KeyedProcessContext(
            OperatorContext<?> operator,
            KeyedStateBackend backend,
            InternalTimers timers,
            OutputCollector<?> collector) {
        this.operator = operator;
        this.backend = backend;
        this.timers = timers;
        this.collector = collector;
        watermark = operator.restoredWatermark();
    }

    /** A record is up. */
    void record(long newTimestamp) {
        timestamp = newTimestamp;
        emitted = newTimestamp;
        collector.timestamp(newTimestamp);
    }

    /** A timer is up. What a timer of processing time emits has no event time. */
    void timer(TimeDomain newDomain, long time) {
        domain = newDomain;
        timestamp = time;
        emitted = newDomain == TimeDomain.EVENT_TIME ? time : Timestamps.NONE;
        collector.timestamp(emitted);
    }

    /** Whether event time has moved. */
    boolean advance(long newWatermark) {
        if (newWatermark <= watermark) {
            return false;
        }
        watermark = newWatermark;
        return true;
    }

    @Override
    @SuppressWarnings("unchecked")
    public K currentKey() {
        return (K) backend.currentKey();
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public TimeDomain timeDomain() {
        return domain;
    }

    @Override
    public TimerService timerService() {
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <X> void output(OutputTag<X> tag, X value) {
        Output<X> output = (Output<X>) sideOutputs.computeIfAbsent(tag, operator::sideOutput);
        try {
            output.emit(value, emitted);
        } catch (RuntimeException e) {
            throw collector.downstream(e);
        }
    }

    @Override
    public long currentProcessingTime() {
        return operator.clock().millis();
    }

    @Override
    public long currentWatermark() {
        return watermark;
    }

    @Override
    public void registerEventTimeTimer(long time) {
        timers.register(TimeDomain.EVENT_TIME, time);
    }

    @Override
    public void registerProcessingTimeTimer(long time) {
        timers.register(TimeDomain.PROCESSING_TIME, time);
    }

    @Override
    public void deleteEventTimeTimer(long time) {
        timers.delete(TimeDomain.EVENT_TIME, time);
    }

    @Override
    public void deleteProcessingTimeTimer(long time) {
        timers.delete(TimeDomain.PROCESSING_TIME, time);
    }
}
