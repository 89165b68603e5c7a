/**
 * The logical graph, chaining and the physical plan; pure data.
 *
 * <p><b>May use:</b> layers 0 to 2. <b>Threads:</b> The thread that builds the job. <b>Read first:</b> {@link dev.weir.graph.PhysicalPlan}, {@link dev.weir.graph.Step}.
 */
@NullMarked
package dev.weir.graph;

import org.jspecify.annotations.NullMarked;
