/**
 * Windows of event time over keyed streams.
 *
 * <p><b>May use:</b> layers 0 and 1, and {@code operator}. <b>Threads:</b> The task's thread. <b>Read first:</b> {@link dev.weir.window.TumblingEventTimeWindows}, {@link dev.weir.window.WindowOperators}.
 */
@NullMarked
package dev.weir.window;

import org.jspecify.annotations.NullMarked;
