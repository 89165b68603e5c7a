/**
 * What travels between tasks: batches of records, watermarks, barriers.
 *
 * <p><b>May use:</b> {@code time}. <b>Threads:</b> Elements are made by the producing task and handed over once. <b>Read first:</b> {@link dev.weir.element.StreamElement}, {@link dev.weir.element.Batch}.
 */
@NullMarked
package dev.weir.element;

import org.jspecify.annotations.NullMarked;
