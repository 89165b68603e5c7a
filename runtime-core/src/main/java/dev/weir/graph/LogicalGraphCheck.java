package dev.weir.graph;

import dev.weir.error.ErrorCode;
import dev.weir.error.Faults;
import dev.weir.error.WeirException;
import dev.weir.guarantee.Guarantee;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.sink.SupportsDeadLetters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold of a job before a plan is made of it. */
final class LogicalGraphCheck {
    private final List<LogicalNode> nodes;
    private final int parallelism;
    private final int maxParallelism;
    private final Guarantee required;
    private final Faults faults = new Faults();

    LogicalGraphCheck(List<LogicalNode> nodes, int parallelism, int maxParallelism, Guarantee required) {
        this.nodes = nodes;
        this.parallelism = parallelism;
        this.maxParallelism = maxParallelism;
        this.required = required;
    }

    void run(String jobName) {
        faults.addIf(
                nodes.stream().noneMatch(node -> node.work() instanceof LogicalNode.Writing),
                "no stream ends in a sink; call sinkTo(...) or print() on at least one");
        checkUids();
        for (LogicalNode node : nodes) {
            checkParallelism(node);
            if (node.work() instanceof LogicalNode.Writing writing) {
                checkSink(node, writing.sink());
            }
        }
        faults.throwIfAny(ErrorCode.INVALID_JOB, "Cannot plan job '" + jobName + "'");
    }

    private void checkUids() {
        Map<String, LogicalNode> seen = new HashMap<>();
        for (LogicalNode node : nodes) {
            LogicalNode other = seen.putIfAbsent(node.uid(), node);
            if (other != null) {
                faults.add("two operators have the uid '" + node.uid() + "': " + described(other) + " and "
                        + described(node) + "; give each a uid of its own by uid(...)");
            }
        }
    }

    private void checkParallelism(LogicalNode node) {
        int effective = node.parallelismOr(parallelism);
        faults.addIf(
                effective > maxParallelism,
                () -> "the parallelism of " + described(node) + " is over the job's maxParallelism: " + effective
                        + " > " + maxParallelism
                        + "; lower the one, or raise the other in the options of a job without state");
    }

    private void checkSink(LogicalNode node, Sink<?> sink) {
        int effective = node.parallelismOr(parallelism);
        int shards = node.shardsFor(effective, maxParallelism);
        faults.addIf(
                shards > maxParallelism,
                () -> "sink " + described(node) + " has more commit shards than the job's maxParallelism: " + shards
                        + " > " + maxParallelism + "; lower them by shards(...)");
        faults.addIf(
                effective <= maxParallelism && effective > shards,
                () -> "sink " + described(node) + " has fewer commit shards than its parallelism: " + shards + " < "
                        + effective + "; raise them by shards(...) or lower the sink's parallelism");
        faults.addIf(
                node.deadLetters().kept() && !(sink instanceof SupportsDeadLetters),
                () -> "sink " + described(node) + " cannot keep dead letters: " + sink.kind()
                        + " does not implement SupportsDeadLetters; take deadLetters(...) away");
        try {
            DeliveryStrategy strategy = node.strategyFor(sink);
            Guarantee given = strategy.guarantee();
            faults.addIf(
                    given.compareTo(required) < 0,
                    () -> "sink " + described(node) + " gives less than the required guarantee: " + given + " by "
                            + strategy
                            + ", not " + required
                            + "; use a strategy or a sink that gives it, or require less; the sink supports "
                            + sink.strategies());
        } catch (WeirException e) {
            faults.add(described(node) + ": " + e.getMessage());
        }
    }

    private static String described(LogicalNode node) {
        return "'" + node.name() + "' (" + node.work().kind() + (node.uidIsExplicit() ? ")" : ", default uid)");
    }
}
