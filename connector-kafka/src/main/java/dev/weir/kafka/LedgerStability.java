package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until no transaction hides a part of a partition: until the last stable offset has passed what was the end. A
 * transaction that was committed a moment ago counts as open until its marker is written.
 *
 * <p><b>Threading:</b> confined to the reader's lock.
 */
final class LedgerStability {
    /** A marker is written within this time unless something is wrong. */
    private static final long SOON_NANOS = 150_000_000;

    private static final long SHORTEST_PAUSE = 1_000_000;
    private static final long LONGEST_PAUSE = 50_000_000;

    private final SinkAdmin admin;
    /** Where a look has waited in vain. */
    private final Map<TopicPartition, Long> stuckAt = new HashMap<>();

    LedgerStability(SinkAdmin admin) {
        this.admin = admin;
    }

    /**
     * How to wait.
     *
     * @param limit how long; zero for a look, which takes what is stable after a moment
     * @param release what may be done about transactions of one's own that are open
     */
    record Patience(Duration limit, Runnable release) {
        /** For whoever only wants to know. */
        static final Patience LOOK = new Patience(Duration.ZERO, () -> {});
    }

    /** The offset up to which the partition may be read. */
    long await(TopicPartition partition, Patience patience) {
        long end = admin.end(partition);
        long begun = System.nanoTime();
        long pause = SHORTEST_PAUSE;
        boolean released = false;
        while (true) {
            long stable = admin.stableEnd(partition);
            if (stable >= end) {
                stuckAt.remove(partition);
                return end;
            }
            long waited = System.nanoTime() - begun;
            if (patience.limit().isZero()) {
                // Once per place: a transaction that the last attempt has left open must not cost each shard this time.
                if (waited > SOON_NANOS || stuckAt.getOrDefault(partition, -1L) == stable) {
                    stuckAt.put(partition, stable);
                    return stable;
                }
            } else if (waited > patience.limit().toNanos()
                    || Thread.currentThread().isInterrupted()) {
                throw stuck(partition, stable, end, Duration.ofNanos(waited));
            } else if (!released && waited > SOON_NANOS / 5) {
                released = true;
                patience.release().run();
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }

    private WeirException stuck(TopicPartition partition, long stable, long end, Duration waited) {
        return new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot read the ledger to its end: its last stable offset stays behind: " + partition
                        + ", last stable offset " + stable + ", end " + end + ", after " + waited.toMillis() + " ms, "
                        + producers(partition) + ", " + admin.connection()
                        + "; a transaction of a live client ends with its timeout; one that is older hangs"
                        + " (KAFKA-20734 for brokers 4.3.1 and 4.4.0): end it by kafka-transactions.sh abort --topic "
                        + partition.topic() + " --partition " + partition.partition() + " --start-offset <its start>");
    }

    private String producers(TopicPartition partition) {
        try {
            List<String> open = new ArrayList<>();
            for (ProducerState state : admin.await(
                            "list the producers of " + partition,
                            client ->
                                    client.describeProducers(List.of(partition)).partitionResult(partition))
                    .activeProducers()) {
                state.currentTransactionStartOffset()
                        .ifPresent(start -> open.add("producer " + state.producerId() + " epoch "
                                + state.producerEpoch() + " since offset " + start + ", last active "
                                + Instant.ofEpochMilli(state.lastTimestamp())));
            }
            return open.isEmpty() ? "no producer has a transaction open there" : "held by " + String.join(", ", open);
        } catch (WeirException e) {
            return "who holds it cannot be asked (" + e.getMessage() + ")";
        }
    }
}
