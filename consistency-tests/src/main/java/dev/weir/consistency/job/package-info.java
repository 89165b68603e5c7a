/**
 * The job that the suite runs everywhere, in the simulator and in child processes: a replayable model source, a keyed rolling
 * hash, sinks of {@link dev.weir.consistency.history.OutputRecord}s.
 *
 * <p><b>May use:</b> {@code history}; the runtime. <b>Threads:</b> those of the job. <b>Read first:</b> {@link
 * dev.weir.consistency.job.ModelJob}.
 */
@NullMarked
package dev.weir.consistency.job;

import org.jspecify.annotations.NullMarked;
