package dev.weir.function;

/**
 * Folds the records of a window into an accumulator, which is state, and reads the result from it.
 *
 * @param <I> records
 * @param <A> accumulator; must be encodable
 * @param <R> result
 */
public interface AggregateFunction<I, A, R> extends Function {
    A createAccumulator();

    /** Returns the new accumulator; may change and return the old one. */
    A add(I value, A accumulator);

    R result(A accumulator);

    A merge(A left, A right);
}
