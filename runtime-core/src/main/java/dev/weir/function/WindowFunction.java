package dev.weir.function;

/** Turns the result of one key and window into records. */
@FunctionalInterface
public interface WindowFunction<R, O, K> extends Function {
    void apply(K key, TimeWindow window, R result, Collector<O> out) throws Exception;
}
