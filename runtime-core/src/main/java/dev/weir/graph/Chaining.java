package dev.weir.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes vertices of nodes. A node joins the chain of the one it reads if it reads nothing else, by any subtask, at the
 * same parallelism; several nodes that read one stream make the chain a tree. Everything else is an exchange.
 */
final class Chaining {
    private final List<LogicalNode> nodes;
    private final int parallelism;
    private final int maxParallelism;
    private final List<Draft> drafts = new ArrayList<>();
    /** By node. */
    private final List<Place> places = new ArrayList<>();

    private final List<Edge> edges = new ArrayList<>();

    Chaining(List<LogicalNode> nodes, int parallelism, int maxParallelism) {
        this.nodes = nodes;
        this.parallelism = parallelism;
        this.maxParallelism = maxParallelism;
    }

    /** Where a node ended up. */
    private record Place(Draft vertex, int step) {}

    private record Draft(int id, int parallelism, List<Step> steps) {
        Place append(Step step) {
            steps.add(step);
            return new Place(this, steps.size() - 1);
        }

        Vertex finish() {
            return new Vertex(id, ChainName.of(steps), parallelism, steps);
        }
    }

    PhysicalPlan plan() {
        for (LogicalNode node : nodes) {
            places.add(isChained(node) ? join(node) : begin(node));
        }
        return new PhysicalPlan(
                maxParallelism, drafts.stream().map(Draft::finish).toList(), edges);
    }

    private boolean isChained(LogicalNode node) {
        if (node.inputs().size() != 1) {
            return false;
        }
        LogicalInput input = node.inputs().get(0);
        return input.key() == null && parallelismOf(input.node()) == parallelismOf(node);
    }

    private Place join(LogicalNode node) {
        LogicalInput input = node.inputs().get(0);
        Place parent = places.get(input.node().id());
        return parent.vertex().append(node.work().step(node, parent.step(), input.tag(), shardsOf(node)));
    }

    private Place begin(LogicalNode node) {
        Draft vertex = new Draft(drafts.size(), parallelismOf(node), new ArrayList<>());
        drafts.add(vertex);
        for (LogicalInput input : node.inputs()) {
            Place source = places.get(input.node().id());
            edges.add(
                    new Edge(source.vertex().id(), source.step(), input.tag(), vertex.id(), partitioning(input, node)));
        }
        return vertex.append(node.work().step(node, -1, null, shardsOf(node)));
    }

    private Partitioning partitioning(LogicalInput input, LogicalNode node) {
        if (input.key() != null) {
            return input.key();
        }
        return parallelismOf(input.node()) == parallelismOf(node)
                ? new Partitioning.Forward()
                : new Partitioning.Rebalance();
    }

    private int parallelismOf(LogicalNode node) {
        return node.parallelismOr(parallelism);
    }

    private int shardsOf(LogicalNode node) {
        return node.shardsFor(parallelismOf(node), maxParallelism);
    }
}
