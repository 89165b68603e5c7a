package dev.weir.operator;

import dev.weir.element.Batch;
import dev.weir.function.ReduceFunction;
import dev.weir.state.KeyedStateBackend;
import dev.weir.state.OperatorSnapshot;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;
import java.lang.reflect.Type;

/** Emits the running result of the record's key. */
final class ReduceOperator<T> implements Operator<T>, BatchInput {
    private static final String STATE = "reduced";

    private final String name;
    private final Output<T> output;
    private final KeyReader<T> keys;
    private final ReduceFunction<T> function;
    private final KeyedStateBackend backend;
    private final ValueState<T> reduced;

    ReduceOperator(
            OperatorContext<T> context, KeyReader<T> keys, ReduceFunction<T> function, Type keyType, Type valueType) {
        name = context.name();
        output = context.output();
        this.keys = keys;
        this.function = function;
        backend = context.keyedState(keyType);
        reduced = backend.state(new ValueStateDescriptor<T>(STATE, valueType, null));
    }

    @Override
    public void open() {}

    @Override
    @SuppressWarnings("unchecked")
    public void emit(Batch batch) {
        keys.announce(batch, backend);
        int size = batch.size();
        for (int i = 0; i < size; i++) {
            backend.nextKey();
            process((T) batch.value(i), batch.timestamp(i));
        }
    }

    @Override
    public void emit(T value, long timestamp) {
        backend.currentKey(keys.key(value));
        process(value, timestamp);
    }

    private void process(T value, long timestamp) {
        T before = reduced.value();
        T after = before == null ? value : reduce(before, value);
        reduced.update(after);
        output.emit(after, timestamp);
    }

    private T reduce(T before, T value) {
        T after;
        try {
            after = function.reduce(before, value);
        } catch (Exception e) {
            throw UserFailure.onRecord(name, e);
        }
        if (after == null) {
            throw UserFailure.nullResult(name);
        }
        return after;
    }

    @Override
    public void emitWatermark(long watermark) {
        output.emitWatermark(watermark);
    }

    @Override
    public void emitIdle(boolean idle) {
        output.emitIdle(idle);
    }

    @Override
    public long processingTime(long time) {
        return Long.MAX_VALUE;
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
    public void close() {}
}
