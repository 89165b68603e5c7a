package dev.weir.function;

/** Reads a record's key. Must give equal keys for equal records, always. */
@FunctionalInterface
public interface KeySelector<T, K> extends Function {
    K key(T value) throws Exception;
}
