package dev.weir.function;

/** Combines two values of one key into one of the same type; associative. */
@FunctionalInterface
public interface ReduceFunction<T> extends Function {
    T reduce(T left, T right) throws Exception;
}
