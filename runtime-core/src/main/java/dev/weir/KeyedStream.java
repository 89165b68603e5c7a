package dev.weir;

import dev.weir.codec.StableHash;
import dev.weir.function.KeySelector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.function.ReduceFunction;
import dev.weir.graph.LogicalInput;
import dev.weir.graph.Partitioning;
import dev.weir.operator.Operators;
import dev.weir.window.TumblingEventTimeWindows;
import java.lang.reflect.Type;
import java.util.List;

/**
 * Records grouped by key: those with equal keys meet in one subtask, in the order in which each of their producers
 * emitted them.
 */
public final class KeyedStream<T, K> extends DataStream<T> {
    private final KeySelector<T, K> selector;
    private final Type keyType;

    private KeyedStream(
            StreamEnvironment environment,
            List<LogicalInput> inputs,
            Type type,
            KeySelector<T, K> selector,
            Type keyType) {
        super(environment, inputs, type);
        this.selector = selector;
        this.keyType = keyType;
    }

    static <T, K> KeyedStream<T, K> of(DataStream<T> stream, KeySelector<T, K> selector, Type keyType) {
        StableHash.of(keyType); // refuses a type that cannot be a key, here where it is written
        Partitioning.ByKey byKey = new Partitioning.ByKey(selector, () -> StableHash.of(keyType));
        List<LogicalInput> inputs = stream.inputs.stream()
                .map(input -> new LogicalInput(input.node(), input.tag(), byKey))
                .toList();
        return new KeyedStream<>(stream.environment, inputs, stream.type, selector, keyType);
    }

    /** Combines each record with the result of those before it that have its key; emits every such result. */
    public OperatorStream<T> reduce(ReduceFunction<T> function) {
        Type valueType = FunctionTypes.ofReduced(function, type);
        FunctionTypes.require(
                valueType,
                "reduce a stream",
                "the type of its records",
                "say it by returns(...) on the stream before keyBy");
        return transform(
                "reduce", true, List.of(function), Operators.reduce(selector, keyType, function, valueType), type);
    }

    /** Runs a function with state for each key, and timers. */
    public <O> OperatorStream<O> process(KeyedProcessFunction<K, T, O> function) {
        return transform(
                "process",
                true,
                List.of(function),
                Operators.process(selector, keyType, function),
                FunctionTypes.ofProcess(function));
    }

    /** Groups each key's records by event time too. */
    public WindowedStream<T, K> window(TumblingEventTimeWindows windows) {
        return WindowedStream.of(this, selector, keyType, windows);
    }
}
