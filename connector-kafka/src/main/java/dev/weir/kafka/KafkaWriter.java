package dev.weir.kafka;

import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records as they come by an idempotent producer; a barrier waits until all are acknowledged.
 *
 * <p><b>Threading:</b> confined to the task's thread; the producer's thread only notes failures.
 */
final class KafkaWriter<T> implements SinkWriter<T> {
    /** Longer than a broker takes to restart: what fails here fails the job. */
    private static final int BLOCK_MILLIS = 15_000;

    private final SharedCluster.Lease lease;
    private final RecordMapping.Encoder<T> encoder;
    private final EncodedRecord reader;
    private final LetterTopic letters;
    private final DeadLetters policy;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ByteWriter scratch = new ByteWriter();
    private final ConcurrentLinkedQueue<Refused> refused = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Exception failure;
    private long sinceFlush;
    private long lettersSinceFlush;
    private boolean closed;

    /** A record that did not get through, and why. */
    private record Refused(long index, ProducerRecord<byte[], byte[]> record, Exception reason) {}

    KafkaWriter(SharedCluster.Lease lease, KafkaSinkSettings<T> settings, SinkContext context) {
        this.lease = lease;
        this.encoder = new RecordMapping.Encoder<>(settings.mapping());
        this.reader = new EncodedRecord(settings.mapping().topic());
        this.letters = new LetterTopic(
                settings.deadLetterTopic(),
                new ShardName(context.jobName(), context.sinkUid(), context.subtaskIndex()));
        this.policy = context.deadLetters();
        if (policy.areKept()) {
            letters.ensure(lease.cluster().admin());
        }
        Map<String, Object> defaults = ShardProducer.defaults();
        defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        this.producer = new KafkaProducer<>(
                settings.connection()
                        .clientProperties(
                                defaults,
                                Map.of(
                                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                        true,
                                        ProducerConfig.ACKS_CONFIG,
                                        "all")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void write(T value, long timestamp) {
        throwFailure();
        encoder.encode(value, scratch.clear());
        long index = sinceFlush++;
        EncodedRecord.Refused unserialisable = EncodedRecord.refused(scratch.array(), 0, scratch.size());
        if (unserialisable != null) {
            admit(new WeirException(ErrorCode.INVALID_DATA, unserialisable.reason()));
            send(letters.letter(unserialisable, LetterTopic.Place.none(index)));
            return;
        }
        ProducerRecord<byte[], byte[]> record = reader.read(scratch.array(), 0, scratch.size());
        send(record, (metadata, exception) -> {
            if (exception != null) {
                if (mayBeFaultOfRecord(exception)) {
                    refused.add(new Refused(index, record, exception));
                } else {
                    note(exception);
                }
            }
        });
    }

    /** Sends what is not to be refused. */
    private void send(ProducerRecord<byte[], byte[]> record) {
        send(record, (metadata, exception) -> {
            if (exception != null) {
                note(exception);
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    private void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        producer.send(record, callback);
    }

    private void note(Exception exception) {
        if (failure == null) {
            failure = exception;
        }
    }

    private static boolean mayBeFaultOfRecord(Exception exception) {
        return SendFailure.isFaultOfRecord(exception)
                || SendFailure.isFaultOfOthers(exception)
                || SendFailure.isBadTopic(exception)
                || SendFailure.mayBeMissingTopic(exception);
    }

    @Override
    public void flush() {
        producer.flush();
        while (!refused.isEmpty()) {
            List<Refused> found = new ArrayList<>();
            for (Refused next = refused.poll(); next != null; next = refused.poll()) {
                found.add(next);
            }
            found.forEach(this::resolve);
            producer.flush();
        }
        throwFailure();
        sinceFlush = 0;
        lettersSinceFlush = 0;
    }

    private void resolve(Refused one) {
        if (SendFailure.isFaultOfOthers(one.reason())) {
            send(one.record());
            return;
        }
        Exception reason = one.reason();
        if (SendFailure.mayBeMissingTopic(reason) || SendFailure.isBadTopic(reason)) {
            String topic = one.record().topic();
            if (SendFailure.mayBeMissingTopic(reason) && lease.cluster().admin().partitionsOf(topic) > 0) {
                throw unable(reason);
            }
            reason = new UnknownTopicOrPartitionException("the topic " + topic + " does not exist");
            if (reader.hasConstantTopic()) {
                throw unable(reason);
            }
        }
        admit(UnitSender.refusal("record " + one.index() + " of the last " + sinceFlush, one.record(), reason));
        send(letters.letter(one.record(), reason, LetterTopic.Place.none(one.index())));
    }

    private void admit(WeirException refusal) {
        policy.admit(++lettersSinceFlush, sinceFlush, refusal);
    }

    private void throwFailure() {
        Exception noted = failure;
        if (noted != null) {
            throw unable(noted);
        }
    }

    private WeirException unable(Exception cause) {
        return KafkaFailures.OF_SINK.of(
                "write to " + (reader.hasConstantTopic() ? "the topic of " : "a topic of ")
                        + letters.shard().sink(),
                lease.cluster().connection(),
                cause);
    }

    /** Waits for nothing: what was not flushed belongs to no complete checkpoint. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            producer.close(Duration.ZERO);
        } catch (KafkaException e) {
            throw unable(e);
        } finally {
            lease.close();
        }
    }
}
