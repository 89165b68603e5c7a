package dev.weir.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is committed in a topic from its beginning, as a client that knows nothing of the job. Not thread-safe.
 */
final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    private TopicReader(String topic, KafkaConsumer<byte[], byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
        this.partitions = consumer.partitionsFor(topic, CALL_LIMIT).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static TopicReader open(String bootstrapServers, String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                (int) POLL.toMillis(),
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200));
        try {
            return new TopicReader(topic, consumer);
        } catch (KafkaException e) {
            consumer.close();
            throw failed(topic, e);
        }
    }

    /** Hands over what has come since, waiting a moment for it; returns how many records that were. */
    int poll(Consumer<ConsumerRecord<byte[], byte[]>> target) {
        try {
            int count = 0;
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                target.accept(each);
                count++;
            }
            return count;
        } catch (KafkaException e) {
            throw failed(topic, e);
        }
    }

    /** Hands over all that is committed by now. */
    void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> target) {
        Map<TopicPartition, Long> ends = endOffsets();
        long last = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (poll(target) > 0) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last > STALL_LIMIT.toNanos()) {
                throw new DemoException(String.format(
                        Locale.ROOT,
                        "Cannot read topic %s to its end: nothing came for %d s: ends=%s; run the demo again",
                        topic,
                        STALL_LIMIT.toSeconds(),
                        ends));
            }
        }
    }

    /** What is committed ends there. */
    private Map<TopicPartition, Long> endOffsets() {
        try {
            return consumer.endOffsets(partitions, CALL_LIMIT);
        } catch (KafkaException e) {
            throw failed(topic, e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static DemoException failed(String topic, KafkaException cause) {
        return new DemoException(
                "Cannot read topic " + topic + ": " + cause + "; run the demo again, with --keep to see the job's log",
                cause);
    }
}
