package dev.weir.window;

import dev.weir.function.ReduceFunction;
import org.jspecify.annotations.Nullable;

record ReduceFold<T>(ReduceFunction<T> function) implements WindowFold<T, T, T> {
    @Override
    public T add(@Nullable T kept, T value) throws Exception {
        return kept == null ? value : function.reduce(kept, value);
    }

    @Override
    public T result(T kept) {
        return kept;
    }
}
