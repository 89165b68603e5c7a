/**
 * What a user types: the environment, streams, options and the running job.
 *
 * <p><b>May use:</b> everything below. <b>Threads:</b> A job is written by one thread; a {@link dev.weir.Job} is for any.
 * <b>Read first:</b> {@link dev.weir.StreamEnvironment}, {@link dev.weir.DataStream}.
 */
@NullMarked
package dev.weir;

import org.jspecify.annotations.NullMarked;
