/**
 * The functions that a user writes.
 *
 * <p><b>May use:</b> layer 0 and {@code state}. <b>Threads:</b> The task's thread, on a copy for each subtask. <b>Read first:</b> {@link dev.weir.function.Function}, {@link dev.weir.function.KeyedProcessFunction}.
 */
@NullMarked
package dev.weir.function;

import org.jspecify.annotations.NullMarked;
