/**
 * What the runtime and connectors count.
 *
 * <p><b>May use:</b> nothing. <b>Threads:</b> Written by one thread, read by any. <b>Read first:</b> {@link dev.weir.metrics.Counter}, {@link dev.weir.metrics.MetricGroup}.
 */
@NullMarked
package dev.weir.metrics;

import org.jspecify.annotations.NullMarked;
