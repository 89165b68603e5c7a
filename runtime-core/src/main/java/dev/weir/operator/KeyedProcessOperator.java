package dev.weir.operator;

import dev.weir.element.Batch;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.state.InternalTimers;
import dev.weir.state.KeyedStateBackend;
import dev.weir.state.OperatorSnapshot;
import dev.weir.state.TimeDomain;
import java.lang.reflect.Type;

/** Runs a function with keyed state and timers. Timers of processing time that are not due at the end never fire. */
@SuppressWarnings("try") // close() may be interrupted like any other call
final class KeyedProcessOperator<K, I, O> implements Operator<I>, BatchInput {
    private final String name;
    private final Output<O> output;
    private final KeyReader<I> keys;
    private final KeyedProcessFunction<K, I, O> function;
    private final KeyedStateBackend backend;
    private final InternalTimers timers;
    private final OutputCollector<O> collector;
    private final KeyedProcessContext<K> context;
    private final FunctionRuntime runtime;
    private final InternalTimers.Action onEventTime = time -> onTimer(TimeDomain.EVENT_TIME, time);
    private final InternalTimers.Action onProcessingTime = time -> onTimer(TimeDomain.PROCESSING_TIME, time);

    KeyedProcessOperator(
            OperatorContext<O> operator, KeyReader<I> keys, KeyedProcessFunction<K, I, O> function, Type keyType) {
        name = operator.name();
        output = operator.output();
        this.keys = keys;
        this.function = function;
        backend = operator.keyedState(keyType);
        timers = backend.timers();
        collector = new OutputCollector<>(name, output);
        context = new KeyedProcessContext<>(operator, backend, timers, collector);
        runtime = new FunctionRuntime(operator, backend);
    }

    @Override
    public void open() {
        try {
            function.open(runtime);
        } catch (Exception e) {
            throw UserFailure.of("open the function", name, e);
        }
        runtime.opened();
    }

    @Override
    @SuppressWarnings("unchecked")
    public void emit(Batch batch) {
        keys.announce(batch, backend);
        int size = batch.size();
        for (int i = 0; i < size; i++) {
            backend.nextKey();
            process((I) batch.value(i), batch.timestamp(i));
        }
    }

    @Override
    public void emit(I value, long timestamp) {
        backend.currentKey(keys.key(value));
        process(value, timestamp);
    }

    private void process(I value, long timestamp) {
        context.record(timestamp);
        try {
            function.processElement(value, context, collector);
        } catch (Exception e) {
            throw collector.failure("process a record", e);
        }
        collector.verify();
    }

    private void onTimer(TimeDomain domain, long time) {
        context.timer(domain, time);
        try {
            function.onTimer(time, context, collector);
        } catch (Exception e) {
            throw collector.failure("process a timer", e);
        }
        collector.verify();
    }

    @Override
    public void emitWatermark(long watermark) {
        if (context.advance(watermark)) {
            timers.advance(TimeDomain.EVENT_TIME, watermark, onEventTime);
        }
        output.emitWatermark(watermark);
    }

    @Override
    public void emitIdle(boolean idle) {
        output.emitIdle(idle);
    }

    @Override
    public long processingTime(long time) {
        timers.advance(TimeDomain.PROCESSING_TIME, time, onProcessingTime);
        return timers.nextTime(TimeDomain.PROCESSING_TIME);
    }

    @Override
    public void endInput() {}

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(backend.snapshot(checkpointId));
    }

    @Override
    public void checkpointCompleted(long checkpointId) {}

    @Override
    public void close() throws Exception {
        function.close();
    }
}
