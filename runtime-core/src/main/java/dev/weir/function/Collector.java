package dev.weir.function;

/** Takes a function's results. Valid only during the call that it was passed to. */
@FunctionalInterface
public interface Collector<T> {
    void collect(T value);
}
