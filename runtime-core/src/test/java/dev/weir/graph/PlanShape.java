package dev.weir.graph;

import java.util.ArrayList;
import java.util.List;

/** A plan as short lines that a test can compare. */
public final class PlanShape {
    private PlanShape() {}

    /** {@code name x parallelism} for each vertex. */
    public static List<String> vertices(PhysicalPlan plan) {
        return plan.vertices().stream()
                .map(vertex -> vertex.name() + " x " + vertex.parallelism())
                .toList();
    }

    /** {@code producing step[/tag] -> consuming step: kind} for each edge. */
    public static List<String> edges(PhysicalPlan plan) {
        List<String> lines = new ArrayList<>();
        for (Edge edge : plan.edges()) {
            Step from = plan.vertices().get(edge.source()).steps().get(edge.sourceStep());
            Step to = plan.vertices().get(edge.target()).steps().get(0);
            String tag = edge.tag() == null ? "" : "/" + edge.tag().name();
            lines.add(from.name() + tag + " -> " + to.name() + ": "
                    + edge.partitioning().getClass().getSimpleName());
        }
        return lines;
    }

    /** {@code uid(parent[/tag])} for each step of a vertex. */
    public static List<String> steps(Vertex vertex) {
        return vertex.steps().stream()
                .map(step -> step.uid() + "(" + step.parent()
                        + (step.tag() == null ? "" : "/" + step.tag().name()) + ")")
                .toList();
    }
}
