package dev.weir;

import dev.weir.delivery.DeadLetterPolicy;
import dev.weir.graph.LogicalNode;
import dev.weir.sink.DeliveryStrategy;

/** The end of a stream; here the sink is named and configured. */
public final class StreamSink {
    private final LogicalNode node;

    StreamSink(LogicalNode node) {
        this.node = node;
    }

    /** For plans, logs and error messages. May change at any time. */
    public StreamSink name(String name) {
        node.name(name);
        return this;
    }

    /**
     * How a checkpoint finds the sink's units again, and the destination its ledger. Without one the sink is found by its
     * position among the sinks.
     */
    public StreamSink uid(String uid) {
        node.uid(uid);
        return this;
    }

    /** How records come to the destination, instead of what the sink prefers. */
    public StreamSink strategy(DeliveryStrategy strategy) {
        node.strategy(strategy);
        return this;
    }

    /** What to do with records that the destination refuses for their own fault; default {@link DeadLetterPolicy#stop}. */
    public StreamSink deadLetters(DeadLetterPolicy policy) {
        node.deadLetters(policy);
        return this;
    }

    /** The number of subtasks, instead of the job's. */
    public StreamSink parallelism(int parallelism) {
        node.parallelism(parallelism);
        return this;
    }

    /**
     * The number of commit shards: the most subtasks that the sink may have. Default: its parallelism, but at least four.
     */
    public StreamSink shards(int shards) {
        node.shards(shards);
        return this;
    }
}
