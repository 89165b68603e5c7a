package dev.weir.operator;

import dev.weir.function.FilterFunction;
import dev.weir.function.FlatMapFunction;
import dev.weir.function.KeySelector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.function.MapFunction;
import dev.weir.function.ReduceFunction;
import dev.weir.time.TimestampAssigner;
import dev.weir.time.WatermarkStrategy;
import java.lang.reflect.Type;
import java.time.Duration;

/** The operators without windows. Every factory copies the user's function for each operator that it makes. */
public final class Operators {
    private Operators() {}

    public static <I, O> OperatorFactory<I, O> map(MapFunction<I, O> function) {
        FunctionCopies<MapFunction<I, O>> copies = FunctionCopies.of(function);
        return context -> new MapOperator<>(context, copies.next());
    }

    public static <I, O> OperatorFactory<I, O> flatMap(FlatMapFunction<I, O> function) {
        FunctionCopies<FlatMapFunction<I, O>> copies = FunctionCopies.of(function);
        return context -> new FlatMapOperator<>(context, copies.next());
    }

    public static <T> OperatorFactory<T, T> filter(FilterFunction<T> function) {
        FunctionCopies<FilterFunction<T>> copies = FunctionCopies.of(function);
        return context -> new FilterOperator<>(context, copies.next());
    }

    /** Emits, for each record, the running result of its key. */
    public static <T> OperatorFactory<T, T> reduce(
            KeySelector<T, ?> selector, Type keyType, ReduceFunction<T> function, Type valueType) {
        FunctionCopies<KeySelector<T, ?>> selectors = FunctionCopies.of(selector);
        FunctionCopies<ReduceFunction<T>> copies = FunctionCopies.of(function);
        return context -> new ReduceOperator<>(
                context, new KeyReader<>(context.name(), selectors.next()), copies.next(), keyType, valueType);
    }

    /** Runs a function with keyed state and timers. */
    public static <K, I, O> OperatorFactory<I, O> process(
            KeySelector<I, K> selector, Type keyType, KeyedProcessFunction<K, I, O> function) {
        FunctionCopies<KeySelector<I, K>> selectors = FunctionCopies.of(selector);
        FunctionCopies<KeyedProcessFunction<K, I, O>> copies = FunctionCopies.of(function);
        return context -> new KeyedProcessOperator<>(
                context, new KeyReader<>(context.name(), selectors.next()), copies.next(), keyType);
    }

    /**
     * Gives records new event times and follows them.
     *
     * @param interval how often the watermark is looked at
     */
    public static <T> OperatorFactory<T, T> timestamps(WatermarkStrategy<T> strategy, Duration interval) {
        WatermarkStrategy.GeneratorSupplier generators = strategy.generator();
        TimestampAssigner<T> assigner = strategy.assigner();
        FunctionCopies<TimestampAssigner<T>> copies = assigner == null ? null : FunctionCopies.of(assigner);
        Duration idleness = strategy.idleness();
        long idleNanos = idleness == null ? Long.MAX_VALUE : idleness.toNanos();
        return context -> new TimestampsOperator<>(
                context, generators.get(), copies == null ? null : copies.next(), interval.toMillis(), idleNanos);
    }
}
