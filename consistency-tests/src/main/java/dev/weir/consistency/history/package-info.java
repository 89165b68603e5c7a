/**
 * What a run of a job looks like from outside: records that describe themselves, the truth about them as a function of a seed,
 * the events that an observer saw, the anomalies that they may prove, and verdicts.
 *
 * <p><b>May use:</b> {@code sink} of the runtime. <b>Threads:</b> none; everything is immutable. <b>Read first:</b> {@link
 * dev.weir.consistency.history.Workload}, {@link dev.weir.consistency.history.Event}.
 */
@NullMarked
package dev.weir.consistency.history;

import org.jspecify.annotations.NullMarked;
