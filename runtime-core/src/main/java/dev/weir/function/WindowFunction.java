package dev.weir.function;

/** Turns the result of one key and window into the record that is emitted. */
@FunctionalInterface
public interface WindowFunction<R, O, K> extends Function {
    O apply(K key, TimeWindow window, R result) throws Exception;
}
