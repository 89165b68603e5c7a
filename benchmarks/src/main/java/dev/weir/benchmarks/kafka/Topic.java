package dev.weir.benchmarks.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** One topic as a {@code read_committed} reader sees it. */
final class Topic implements AutoCloseable {
    private static final long LOOK_NANOS = 10_000_000;
    private static final long QUIET_NANOS = 1_000_000_000;

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final String name;
    private final List<TopicPartition> partitions = new ArrayList<>();

    private Topic(String bootstrap, String name) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.reader = RawClients.consumer(bootstrap);
        this.name = name;
        for (int i = 0; i < KafkaCase.PARTITIONS; i++) {
            partitions.add(new TopicPartition(name, i));
        }
    }

    /** One that exists. */
    static Topic of(String bootstrap, String name) {
        return new Topic(bootstrap, name);
    }

    /** An empty one. */
    static Topic create(String bootstrap, String name) throws ExecutionException, InterruptedException {
        Topic topic = new Topic(bootstrap, name);
        topic.delete();
        topic.admin
                .createTopics(Set.of(new NewTopic(name, KafkaCase.PARTITIONS, (short) 1)))
                .all()
                .get();
        while (topic.reader.partitionsFor(name).size() < KafkaCase.PARTITIONS) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return topic;
    }

    List<TopicPartition> partitions() {
        return partitions;
    }

    void delete() throws InterruptedException, ExecutionException {
        try {
            admin.deleteTopics(Set.of(name)).all().get();
            while (admin.listTopics().names().get().contains(name)) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
    }

    /** Offsets up to which everything is decided; transaction markers count. */
    long committedEnd() {
        return reader.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * Waits until so many records can be read.
     *
     * @param changed runs at each change that may have been the last
     * @param ended whether nothing more can come
     */
    void await(long records, Runnable changed, BooleanSupplier ended) {
        long before = -1;
        long since = System.nanoTime();
        while (true) {
            long end = committedEnd();
            long now = System.nanoTime();
            if (end != before) {
                before = end;
                since = now;
                if (end >= records) {
                    changed.run();
                }
            } else if (now - since > QUIET_NANOS && (end >= records || ended.getAsBoolean())) {
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Reads everything: "ok" if each number below {@code records} is there once, mapped. */
    String check(long records) {
        BitSet seen = new BitSet((int) records);
        long count = 0;
        long wrong = 0;
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        while (partitions.stream().anyMatch(each -> reader.position(each) < ends.getOrDefault(each, 0L))) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(200))) {
                long number = Payload.number(record.value());
                count++;
                if (number < 0 || number >= records || !Payload.isMapped(record.value())) {
                    wrong++;
                } else {
                    seen.set((int) number);
                }
            }
        }
        return count == records && seen.cardinality() == records && wrong == 0
                ? "ok"
                : "FAIL: " + count + " records, " + seen.cardinality() + " different ones, " + wrong
                        + " wrong ones instead of " + records;
    }

    @Override
    public void close() {
        reader.close();
        admin.close();
    }
}
