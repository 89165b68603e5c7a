package dev.weir.window;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a window's records become one value.
 *
 * @param <I> records
 * @param <A> what is kept for each key and window
 * @param <R> result
 */
interface WindowFold<I, A, R> extends Serializable {
    /** The kept value with one more record; {@code kept} is null before the first. */
    A add(@Nullable A kept, I value) throws Exception;

    R result(A kept) throws Exception;
}
