package dev.weir.graph;

import dev.weir.function.KeySelector;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Which subtask of the consumer a record goes to. */
public sealed interface Partitioning {
    /** Subtask i to subtask i; both sides have the same parallelism. */
    record Forward() implements Partitioning {}

    /** Batch by batch, in turn. */
    record Rebalance() implements Partitioning {}

    /**
     * By key group.
     *
     * @param selector reads the key
     * @param hash makes the stable hash function of the key's type, one for each producing task
     */
    record ByKey(KeySelector<?, ?> selector, Supplier<ToIntFunction<Object>> hash) implements Partitioning {}
}
