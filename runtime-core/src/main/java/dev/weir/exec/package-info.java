/**
 * Runs a physical plan: tasks, channels, barrier alignment, snapshots, commits, restarts. The only package that starts
 * threads.
 *
 * <p>Everything that runs is a {@link dev.weir.exec.Stepper}, so that a simulator can run the same code in one thread.
 *
 * <p><b>May use:</b> layers 0 to 3; JCTools, because its queues are the ones that are proven; SLF4J. <b>Threads:</b> one
 * for each stepper. <b>Read first:</b> {@link dev.weir.exec.Supervisor}, {@link dev.weir.exec.Task}.
 */
@NullMarked
package dev.weir.exec;

import org.jspecify.annotations.NullMarked;
