/**
 * The real runtime and the real strategies in one thread, over model destinations and a model disk, in an order and with faults that
 * a seed or a plan decides.
 *
 * <p><b>May use:</b> {@code history}, {@code checker}, {@code job}, {@code model}; the runtime. <b>Threads:</b> one for each
 * run; a process that a plan pauses at a label gets one of its own, and only one of all runs at a time. <b>Read first:</b> {@link
 * dev.weir.consistency.simulation.Plan}, {@link dev.weir.consistency.simulation.Simulation}, {@link
 * dev.weir.consistency.simulation.Exhaustive}.
 */
@NullMarked
package dev.weir.consistency.simulation;

import org.jspecify.annotations.NullMarked;
