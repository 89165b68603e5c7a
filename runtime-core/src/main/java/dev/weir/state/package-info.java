/**
 * Keyed state and timers as flat bytes, and what an operator gives to a checkpoint.
 *
 * <p><b>May use:</b> layer 0. <b>Threads:</b> The task's thread; snapshots are handed over to the thread that writes them. <b>Read first:</b> {@link dev.weir.state.KeyedStateBackend}, {@link dev.weir.state.OperatorSnapshot}.
 */
@NullMarked
package dev.weir.state;

import org.jspecify.annotations.NullMarked;
