package dev.weir.graph;

import dev.weir.guarantee.Guarantee;
import java.util.ArrayList;
import java.util.List;

/** The job as its user wrote it: the nodes in the order of their making, which is a topological one. Not thread-safe. */
public final class LogicalGraph {
    private final List<LogicalNode> nodes = new ArrayList<>();

    /** Adds a node behind nodes of this graph. */
    public LogicalNode add(LogicalNode.Work work, List<LogicalInput> inputs) {
        long sameKind = nodes.stream()
                .filter(node -> node.work().kind().equals(work.kind()))
                .count();
        LogicalNode node = new LogicalNode(nodes.size(), work, inputs, work.kind() + "-" + (sameKind + 1));
        nodes.add(node);
        return node;
    }

    /**
     * Chains the nodes into vertices.
     *
     * @param parallelism of the nodes that have none of their own
     * @param required what every sink must give at least
     * @throws dev.weir.error.WeirException {@code INVALID_JOB} with everything that is wrong
     */
    public PhysicalPlan plan(String jobName, int parallelism, int maxParallelism, Guarantee required) {
        new LogicalGraphCheck(nodes, parallelism, maxParallelism, required).run(jobName);
        return new Chaining(nodes, parallelism, maxParallelism).plan();
    }
}
