package dev.weir.window;

import dev.weir.function.AggregateFunction;
import org.jspecify.annotations.Nullable;

record AggregateFold<I, A, R>(AggregateFunction<I, A, R> function) implements WindowFold<I, A, R> {
    @Override
    public A add(@Nullable A kept, I value) {
        return function.add(value, kept == null ? function.createAccumulator() : kept);
    }

    @Override
    public R result(A kept) {
        return function.result(kept);
    }
}
