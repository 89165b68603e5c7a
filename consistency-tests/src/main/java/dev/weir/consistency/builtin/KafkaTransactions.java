package dev.weir.consistency.builtin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What a broker says of transactions, and whether partitions agree with it.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class KafkaTransactions {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long STEP_MILLIS = 5;
    /** Decided, but some partition may not know yet. */
    private static final Set<TransactionState> DECIDED =
            EnumSet.of(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT);

    private static final Set<TransactionState> UNDER_WAY = EnumSet.of(
            TransactionState.ONGOING,
            TransactionState.PREPARE_COMMIT,
            TransactionState.PREPARE_ABORT,
            TransactionState.PREPARE_EPOCH_FENCE);

    private final Admin admin;

    KafkaTransactions(Admin admin) {
        this.admin = admin;
    }

    /** Returns when everything that is decided by now has reached the partitions: what a producer was told is committed is visible. */
    void awaitMarkers() throws InterruptedException, ExecutionException, TimeoutException {
        Collection<TransactionListing> decided = list(DECIDED);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!decided.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Cannot wait any longer for the markers of " + decided
                        + ": they were not" + " written within " + LIMIT.toSeconds() + " s; look at the broker");
            }
            Thread.sleep(STEP_MILLIS);
            Collection<TransactionListing> now = list(DECIDED);
            decided = decided.stream().filter(now::contains).toList();
        }
    }

    /** The ids of those that have not come to an end. */
    List<String> underWay() throws InterruptedException, ExecutionException, TimeoutException {
        return list(UNDER_WAY).stream()
                .map(TransactionListing::transactionalId)
                .sorted()
                .toList();
    }

    private Collection<TransactionListing> list(Set<TransactionState> states)
            throws InterruptedException, ExecutionException, TimeoutException {
        return get(admin.listTransactions(new ListTransactionsOptions().filterStates(states))
                .all());
    }

    /** Aborts what is open under these ids, and locks their producers out. */
    void abort(Collection<String> ids) throws InterruptedException, ExecutionException, TimeoutException {
        if (!ids.isEmpty()) {
            get(admin.fenceProducers(ids).all());
        }
    }

    /** Partitions whose readers do not get to the end, although no transaction is under way. */
    List<String> stuck(Collection<TopicPartition> partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> stable = offsets(partitions, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> ends = offsets(partitions, IsolationLevel.READ_UNCOMMITTED);
        List<String> stuck = new ArrayList<>();
        ends.forEach((partition, end) -> {
            long reached = stable.getOrDefault(partition, 0L);
            if (reached < end) {
                stuck.add(partition + ": last stable offset " + reached + " before the end " + end);
            }
        });
        return stuck;
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, IsolationLevel level)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest = new java.util.HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> offsets = new TreeMap<>(java.util.Comparator.comparing(TopicPartition::toString));
        get(admin.listOffsets(latest, new ListOffsetsOptions(level)).all())
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
