package dev.weir.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What an ended job may not leave behind in a broker: an open transaction, and a partition that readers of committed records
 * cannot read to its end.
 */
final class LeftBehind implements AutoCloseable {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    /** The broker writes the markers of a transaction shortly after its commit. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Set<TransactionState> CLOSED =
            Set.of(TransactionState.EMPTY, TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT);

    private final Admin admin;

    private LeftBehind(Admin admin) {
        this.admin = admin;
    }

    /** In words, after as long as there is something. */
    static List<String> in(String bootstrapServers) throws InterruptedException {
        try (LeftBehind left = new LeftBehind(
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) bootstrapServers)))) {
            long begin = System.nanoTime();
            List<String> found = left.look();
            while (!found.isEmpty() && System.nanoTime() - begin < PATIENCE.toNanos()) {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
                found = left.look();
            }
            return found;
        }
    }

    private List<String> look() throws InterruptedException {
        List<String> found = new ArrayList<>();
        for (TransactionListing transaction : get(admin.listTransactions().all())) {
            if (!CLOSED.contains(transaction.state())) {
                found.add("transaction " + transaction.transactionalId() + " in state " + transaction.state());
            }
        }
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> ends = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = ends(partitions, IsolationLevel.READ_COMMITTED);
        ends.forEach((partition, end) -> {
            long readable = stable.getOrDefault(partition, 0L);
            if (readable < end) {
                found.add("partition " + partition + " whose readers stop at " + readable + " of " + end);
            }
        });
        return found;
    }

    private List<TopicPartition> partitions() throws InterruptedException {
        Map<String, TopicDescription> topics =
                get(admin.describeTopics(get(admin.listTopics().names())).allTopicNames());
        return topics.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel level)
            throws InterruptedException {
        return get(admin.listOffsets(
                                partitions.stream()
                                        .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())),
                                new ListOffsetsOptions(level))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new DemoException(
                    "Cannot see what the job left behind: the broker does not say: " + e + "; run the demo again", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
