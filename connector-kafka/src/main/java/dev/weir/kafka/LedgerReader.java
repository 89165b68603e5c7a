package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the newest entries of one sink's shards from the ledger's topic, as a {@code read_committed} reader sees them.
 *
 * <p>It reads backwards from the end, in windows that grow, and remembers what it has read: a job that is alive or has just
 * died has its entries near the end, and its second shard's entry has usually been seen with the first one's. Only a key
 * that is in no window costs the whole topic. Which offset is the end is asked first, so that what comes while it reads is left
 * to the next call.
 *
 * <p>A key is looked for in its own partition and, where that has none, in all others: the topic may have had fewer partitions
 * once. An entry in the own partition is always the newer one, since every attempt writes one when it takes over.
 *
 * <p><b>Threading:</b> safe from any thread, one at a time.
 */
final class LedgerReader implements AutoCloseable {
    private static final long FIRST_WINDOW = 500;
    private static final int GROWTH = 8;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_READ = Duration.ofSeconds(30);

    private final LedgerTopic topic;
    private final SinkAdmin admin;
    private final LedgerStability stability;
    private final String prefix;
    private final Map<TopicPartition, Scanned> scanned = new HashMap<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /** @param prefix what the keys of interest begin with */
    LedgerReader(LedgerTopic topic, SinkAdmin admin, String prefix) {
        this.topic = topic;
        this.admin = admin;
        this.stability = new LedgerStability(admin);
        this.prefix = prefix;
    }

    /** What was read of one partition: everything in {@code [from, to)}. */
    private static final class Scanned {
        private final Map<String, Found> newest = new HashMap<>();
        private long from;
        private long to;

        Scanned(long at) {
            from = at;
            to = at;
        }
    }

    /** A record; no value where somebody has deleted the entry. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Found(byte @Nullable [] value, long offset) {}

    /**
     * The shard's row, or null if there is none.
     *
     * @param patience how to wait for transactions that are open in the topic
     */
    synchronized @Nullable LedgerRow read(ShardName shard, LedgerStability.Patience patience) {
        int partitions = topic.partitions();
        if (partitions == 0) {
            scanned.clear();
            return null;
        }
        String key = shard.key();
        int home = LedgerTopic.partitionOf(key, partitions);
        LedgerRow row = readFrom(home, key, patience);
        for (int partition = 0; row == null && partition < partitions; partition++) {
            if (partition != home) {
                row = newer(row, readFrom(partition, key, patience));
            }
        }
        return row;
    }

    private static @Nullable LedgerRow newer(@Nullable LedgerRow one, @Nullable LedgerRow other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.entry().attempt() > one.entry().attempt() ? other : one;
    }

    private @Nullable LedgerRow readFrom(int number, String key, LedgerStability.Patience patience) {
        TopicPartition partition = new TopicPartition(topic.name(), number);
        long end = stability.await(partition, patience);
        Scanned known = upTo(end, partition);
        long window = FIRST_WINDOW;
        long beginning = -1;
        while (!known.newest.containsKey(key)) {
            beginning = beginning < 0 ? admin.beginning(partition) : beginning;
            if (known.from <= beginning) {
                return null;
            }
            long from = Math.max(beginning, known.from - window);
            Map<String, Found> older = scan(partition, from, known.from);
            older.forEach(known.newest::putIfAbsent);
            known.from = from;
            window *= GROWTH;
        }
        Found found = known.newest.get(key);
        return found == null || found.value() == null
                ? null
                : LedgerRow.parse(found.value(), "topic " + partition + ", offset " + found.offset() + ", key " + key);
    }

    /** Reads what is new, or begins anew at the end where that is far away. */
    private Scanned upTo(long end, TopicPartition partition) {
        Scanned known = scanned.get(partition);
        if (known == null || end < known.to || end - known.to > FIRST_WINDOW * GROWTH) {
            known = new Scanned(end);
            scanned.put(partition, known);
            return known;
        }
        if (end > known.to) {
            known.newest.putAll(scan(partition, known.to, end));
            known.to = end;
        }
        return known;
    }

    private Map<String, Found> scan(TopicPartition partition, long from, long to) {
        Map<String, Found> newest = new HashMap<>();
        try {
            KafkaConsumer<byte[], byte[]> reading = consumer();
            reading.assign(List.of(partition));
            reading.seek(partition, from);
            long deadline = System.nanoTime() + LONGEST_READ.toNanos();
            while (reading.position(partition) < to) {
                for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL).records(partition)) {
                    if (record.offset() < to && record.key() != null) {
                        String key = new String(record.key(), StandardCharsets.UTF_8);
                        if (key.startsWith(prefix)) {
                            newest.put(key, new Found(record.value(), record.offset()));
                        }
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new WeirException(
                            ErrorCode.DESTINATION_UNAVAILABLE,
                            "Cannot read the ledger: it takes too long: " + partition + " from offset " + from + " to "
                                    + to + ", at " + reading.position(partition) + " after "
                                    + LONGEST_READ.toSeconds() + " s, " + admin.connection()
                                    + "; check that the brokers run, and that the topic is compacted");
                }
            }
            return newest;
        } catch (RuntimeException e) {
            scanned.remove(partition);
            throw KafkaFailures.OF_SINK.of("read the ledger in " + partition, admin.connection(), e);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> known = consumer;
        if (known == null) {
            known = new KafkaConsumer<>(
                    admin.connection()
                            .clientProperties(
                                    Map.of(
                                            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000,
                                            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000),
                                    Map.of(
                                            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                            "read_committed",
                                            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                            false,
                                            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                                            false,
                                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                            "earliest",
                                            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                                            1,
                                            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                                            20)),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            consumer = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        KafkaConsumer<byte[], byte[]> known = consumer;
        consumer = null;
        if (known != null) {
            known.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }
}
