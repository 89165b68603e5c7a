package dev.weir.consistency.builtin;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.FaultProxy;
import dev.weir.testbed.KafkaOptions;
import dev.weir.testbed.KafkaRequest;
import dev.weir.testbed.KafkaServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A broker with a topic of records, whose partitions are the job's shards, and a ledger. Both have new names for each case: a topic that
 * is deleted goes away later.
 *
 * <p>A look reads on from where the last one ended, so what was seen once stays seen; an end that reads everything again shows whether
 * that is still what is there.
 */
final class KafkaDestination
        implements Destination, Destination.SupportsInDoubt, Destination.SupportsOutages, Destination.SupportsWire {
    static final int PARTITIONS = 4;
    private static final short REPLICAS = 1;
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(3);

    private final KafkaServer server;
    private final Admin admin;
    private final KafkaTransactions transactions;
    private int cases;
    private boolean newestOfKey;
    private @Nullable KafkaReader reader;

    KafkaDestination(KafkaOptions.Builder options) {
        server = KafkaServer.start(options.proxied().build());
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 100));
        transactions = new KafkaTransactions(admin);
    }

    KafkaServer server() {
        return server;
    }

    KafkaTransactions transactions() {
        return transactions;
    }

    @Override
    public String address() {
        return new KafkaAddress(server.bootstrapServers(), cases).toString();
    }

    private KafkaAddress names() {
        return KafkaAddress.parse(address());
    }

    @Override
    public synchronized void prepare(DeliveryStrategy strategy)
            throws InterruptedException, ExecutionException, TimeoutException {
        closeReader();
        newestOfKey = strategy == DeliveryStrategy.IDEMPOTENT;
        transactions.abort(transactions.underWay());
        Set<String> before = KafkaTransactions.get(admin.listTopics().names());
        cases++;
        KafkaTransactions.get(admin.createTopics(
                        List.of(new NewTopic(names().topic(), Optional.of(PARTITIONS), Optional.of(REPLICAS))))
                .all());
        delete(before);
    }

    private void delete(Set<String> topics) throws InterruptedException, ExecutionException, TimeoutException {
        for (KafkaFuture<Void> deleted :
                admin.deleteTopics(topics).topicNameValues().values()) {
            try {
                KafkaTransactions.get(deleted);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                // It is listed for a moment longer than it is there.
            }
        }
    }

    @Override
    public synchronized void read(Consumer<OutputRecord> observer)
            throws InterruptedException, ExecutionException, TimeoutException {
        transactions.awaitMarkers();
        KafkaReader current = reader;
        if (current == null) {
            current = new KafkaReader(server.bootstrapServers(), names().topic(), PARTITIONS);
            reader = current;
        }
        List<OutputRecord> all = readOn(current);
        (newestOfKey ? newest(all) : all).forEach(observer);
    }

    /**
     * A reader's table of the newest record of each key, as compaction leaves it. The version is the attempt: what a process writes late
     * that was replaced must not set a value back.
     */
    private static Collection<OutputRecord> newest(List<OutputRecord> records) {
        Map<List<Long>, OutputRecord> table = new LinkedHashMap<>();
        for (OutputRecord record : records) {
            table.merge(
                    List.of((long) record.partition(), record.offset()),
                    record,
                    (old, next) -> next.attempt() >= old.attempt() ? next : old);
        }
        return table.values();
    }

    private List<OutputRecord> readOn(KafkaReader current) throws InterruptedException {
        try {
            return current.readOn();
        } catch (InterruptException e) {
            // It sets the flag again, which would end the next call.
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException(e.getMessage());
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private void closeReader() {
        KafkaReader current = reader;
        reader = null;
        if (current != null) {
            current.close();
        }
    }

    /** Transactions under way; if there is none, what else holds readers back, or shows them something else than they have seen. */
    @Override
    public synchronized List<String> inDoubt() throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + SETTLED_WITHIN.toNanos();
        List<String> left = leftOver();
        while (left.stream().anyMatch(what -> what.contains("stable")) && System.nanoTime() - end < 0) {
            Thread.sleep(50);
            left = leftOver();
        }
        return left;
    }

    @Override
    public boolean endsThem() {
        return true;
    }

    private List<String> leftOver() throws InterruptedException, ExecutionException, TimeoutException {
        transactions.awaitMarkers();
        List<String> left = new ArrayList<>(transactions.underWay());
        if (left.isEmpty()) {
            left.addAll(transactions.stuck(partitions()));
        }
        KafkaReader seen = reader;
        if (left.isEmpty() && seen != null) {
            try (KafkaReader again = new KafkaReader(server.bootstrapServers(), names().topic(), PARTITIONS)) {
                List<OutputRecord> now = sorted(readOn(again));
                List<OutputRecord> then = sorted(readOn(seen));
                if (!now.equals(then)) {
                    left.add("readers that begin now find " + now.size() + " records, those who followed " + then.size()
                            + ", and they differ");
                }
            }
        }
        return left;
    }

    /** Partitions are read side by side. */
    private static List<OutputRecord> sorted(Collection<OutputRecord> records) {
        return records.stream()
                .sorted(java.util.Comparator.comparing(OutputRecord::toString))
                .toList();
    }

    private List<TopicPartition> partitions() throws InterruptedException, ExecutionException, TimeoutException {
        List<TopicPartition> all = new ArrayList<>();
        Set<String> topics = KafkaTransactions.get(admin.listTopics().names());
        topics.removeIf(topic -> !topic.equals(names().topic()) && !topic.equals(names().ledger()));
        KafkaTransactions.get(admin.describeTopics(topics).allTopicNames())
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition -> all.add(new TopicPartition(name, partition.partition()))));
        return all;
    }

    @Override
    public Map<String, String> versions() throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, String> features = new java.util.TreeMap<>();
        KafkaTransactions.get(admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .forEach((name, range) -> features.put(name, String.valueOf(range.maxVersionLevel())));
        return Map.of("Kafka broker", features.toString());
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void pause() {
        server.pause();
    }

    @Override
    public void resume() {
        server.resume();
    }

    @Override
    public void restart() {
        server.restart();
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public FaultProxy proxy() {
        return server.proxy();
    }

    @Override
    public String addressBy(int port) {
        return names().by("127.0.0.1:" + port).toString();
    }

    @Override
    public List<CutPoint> cutPoints(DeliveryStrategy strategy) {
        List<CutPoint> points = new ArrayList<>();
        List<KafkaRequest> requests = switch (strategy) {
            case WRITE_AHEAD_LOG, TWO_PHASE, TWO_PHASE_INSURED -> List.of(KafkaRequest.PRODUCE, KafkaRequest.END_TXN);
            case IDEMPOTENT, AT_LEAST_ONCE -> List.of(KafkaRequest.PRODUCE);
        };
        for (KafkaRequest request : requests) {
            points.add(CutPoint.requestLost(request));
            points.add(CutPoint.replyLostTo(request));
        }
        return points;
    }

    /** Without waiting for a reader that may hang. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
        server.close();
    }
}
