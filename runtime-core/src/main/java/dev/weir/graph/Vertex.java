package dev.weir.graph;

import java.util.List;

/**
 * A chain of steps that run in one task for each subtask.
 *
 * @param id index in the plan
 * @param name for threads and logs, for example {@code csv-files -> parse -> to-orders}
 * @param steps the chain as a tree, parents before children; step 0 is the head: a {@link Step.SourceStep} or the first
 *     operator of a vertex with inputs
 */
public record Vertex(int id, String name, int parallelism, List<Step> steps) {
    public Vertex {
        steps = List.copyOf(steps);
    }
}
