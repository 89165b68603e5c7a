package dev.weir.graph;

import java.util.List;

/**
 * What {@code exec} runs: vertices in topological order, each a chain of operators that one task runs for each subtask.
 *
 * @param vertices in topological order; {@link Vertex#id()} is the index
 * @param edges the exchanges between vertices
 */
public record PhysicalPlan(int maxParallelism, List<Vertex> vertices, List<Edge> edges) {
    public PhysicalPlan {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
    }

    /** The edges that end at a vertex, in a stable order. */
    public List<Edge> inputsOf(Vertex vertex) {
        return edges.stream().filter(edge -> edge.target() == vertex.id()).toList();
    }

    /** The edges that begin at a vertex, in a stable order. */
    public List<Edge> outputsOf(Vertex vertex) {
        return edges.stream().filter(edge -> edge.source() == vertex.id()).toList();
    }
}
