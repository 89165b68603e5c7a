package dev.weir.state;

import org.jspecify.annotations.Nullable;

/** One value for each key. Reads and writes concern the current key. */
public interface ValueState<T> {
    @Nullable
    T value();

    void update(T value);

    void clear();
}
