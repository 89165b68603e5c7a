package dev.weir.consistency.builtin;

import dev.weir.consistency.history.OutputRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A consumer of committed records that follows one topic from its beginning, and keeps what it has read.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class KafkaReader implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> partitions;
    private final List<OutputRecord> records = new ArrayList<>();
    /** Polled, and behind what was stable when the look began: perhaps a part of a transaction. */
    private final Deque<ConsumerRecord<String, String>> ahead = new ArrayDeque<>();

    KafkaReader(String bootstrapServers, String topic, int partitions) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        3_000,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) LIMIT.toMillis(),
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        100,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        20),
                new StringDeserializer(),
                new StringDeserializer());
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(this.partitions);
        this.partitions.forEach(partition -> consumer.seek(partition, 0));
    }

    /** Reads up to where the last stable offsets are now; returns all that was ever read, in the order of each partition. */
    List<OutputRecord> readOn() {
        Map<TopicPartition, Long> stable = consumer.endOffsets(partitions, LIMIT);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < stable.getOrDefault(partition, 0L))) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Cannot read to the last stable offsets " + stable + ": still at "
                        + position() + " after " + LIMIT.toSeconds() + " s; look at the broker");
            }
            for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                ahead.add(record);
            }
        }
        ahead.removeIf(record -> {
            boolean stood =
                    record.offset() < stable.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
            if (stood) {
                records.add(RecordLine.decode(record.value()));
            }
            return stood;
        });
        return records;
    }

    private String position() {
        return partitions.stream()
                .map(partition -> partition + ": " + consumer.position(partition))
                .toList()
                .toString();
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
