/**
 * Clocks, event-time timestamps and watermarks. The only package that reads the system's clock.
 *
 * <p><b>May use:</b> {@code error}. <b>Threads:</b> Clocks are for any thread; generators for the task's. <b>Read first:</b> {@link dev.weir.time.Clock}, {@link dev.weir.time.WatermarkGenerator}.
 */
@NullMarked
package dev.weir.time;

import org.jspecify.annotations.NullMarked;
