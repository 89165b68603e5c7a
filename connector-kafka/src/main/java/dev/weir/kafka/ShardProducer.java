package dev.weir.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The transactional producer of one shard: one epoch of its transactional id.
 *
 * <p><b>Threading:</b> one thread at a time, whose turn it is; see {@link KafkaShard}.
 */
final class ShardProducer {
    /** For a send that finds the buffer full, and for each step of a transaction. */
    static final int BLOCK_MILLIS = 3_000;

    private static final int REQUEST_MILLIS = 5_000;
    private static final int DELIVERY_MILLIS = 15_000;
    private static final Duration POLITE = Duration.ofSeconds(2);

    private final KafkaProducer<byte[], byte[]> producer;
    private boolean open;

    private ShardProducer(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Ends what the last producer of this id has left and keeps that from doing anything more. */
    static ShardProducer initialise(KafkaConnection connection, String transactionalId, Duration transactionTimeout) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                connection.clientProperties(
                        defaults(),
                        Map.of(
                                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                                transactionalId,
                                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                                (int) transactionTimeout.toMillis(),
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                true,
                                ProducerConfig.ACKS_CONFIG,
                                "all")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        boolean sound = false;
        try {
            producer.initTransactions();
            sound = true;
            return new ShardProducer(producer);
        } finally {
            if (!sound) {
                producer.close(Duration.ZERO);
            }
        }
    }

    /** What the user may change. */
    static Map<String, Object> defaults() {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        defaults.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        defaults.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        defaults.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20);
        defaults.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 500);
        defaults.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        defaults.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        defaults.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        return defaults;
    }

    /** What becomes of the records of one transaction: the first that failed is enough to know. */
    static final class Sent implements Callback {
        private volatile @Nullable Exception failure;

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            if (exception != null && failure == null) {
                failure = exception;
            }
        }

        @Nullable
        Exception failure() {
            return failure;
        }
    }

    void begin() {
        producer.beginTransaction();
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        producer.send(record, callback);
    }

    /** Returns when each record was acknowledged or has failed, within the delivery timeout. */
    void flush() {
        producer.flush();
    }

    void commit() {
        producer.commitTransaction();
        open = false;
    }

    void abort() {
        producer.abortTransaction();
        open = false;
    }

    /** Ends an open transaction if the broker answers. */
    void closePolitely() {
        producer.close(POLITE);
    }

    /** Leaves everything as it is; the next one with this id ends it. */
    void drop() {
        producer.close(Duration.ZERO);
    }
}
