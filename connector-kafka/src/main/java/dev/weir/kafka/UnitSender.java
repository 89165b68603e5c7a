package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.UnitRecords;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records of one unit into an open transaction. A record that is refused for its own fault makes the whole transaction
 * unusable, so it is found in one pass and left out in the next.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class UnitSender {
    private static final int LONGEST_SHOWN = 200;
    private static final int MOST_SUSPECTS = 100;
    private static final String LARGEST_REQUEST = String.valueOf(1 << 20);

    private final CommitUnit unit;
    private final EncodedRecord reader;
    private final LetterTopic letters;
    private final DeadLetters policy;
    private final SinkAdmin admin;
    private final long largestRequest;
    /** By their index: why a record is put aside. */
    private final Map<Long, Exception> refused = new TreeMap<>();

    UnitSender(CommitUnit unit, EncodedRecord reader, LetterTopic letters, DeadLetters policy, SinkAdmin admin) {
        this.unit = unit;
        this.reader = reader;
        this.letters = letters;
        this.policy = policy;
        this.admin = admin;
        this.largestRequest = Long.parseLong(
                admin.connection().properties().getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST));
    }

    /** What became of the records of one pass. */
    private static final class Pass {
        private final ShardProducer.Sent sent = new ShardProducer.Sent();
        private final Map<Long, Exception> failures = new ConcurrentSkipListMap<>();

        /** A callback for each record: they are few, or the unit was refused once already. */
        Callback callback(long index) {
            return (@Nullable RecordMetadata metadata, @Nullable Exception exception) -> {
                if (exception != null) {
                    failures.put(index, exception);
                }
                sent.onCompletion(metadata, exception);
            };
        }
    }

    private Pass pass = new Pass();
    private long letterCount;
    private boolean tracksRecords;

    /** How many records were put aside in the last pass. */
    long letterCount() {
        return letterCount;
    }

    /** What became of the records that the last pass has sent; known when all were flushed. */
    ShardProducer.Sent sent() {
        return pass.sent;
    }

    /** Sends all records. */
    void send(ShardProducer producer, UnitRecords.Encoded records) {
        Pass current = new Pass();
        pass = current;
        letterCount = 0;
        for (long index = 0; records.next(); index++) {
            Exception reason = refused.get(index);
            EncodedRecord.Refused unserialisable =
                    EncodedRecord.refused(records.array(), records.offset(), records.length());
            if (unserialisable != null) {
                putAside(producer, index, unserialisable, current);
            } else {
                ProducerRecord<byte[], byte[]> record =
                        reader.read(records.array(), records.offset(), records.length());
                if (reason != null) {
                    putAside(producer, index, record, reason, current);
                } else {
                    producer.send(record, tracksRecords ? current.callback(index) : current.sent);
                }
            }
        }
    }

    private void putAside(ShardProducer producer, long index, EncodedRecord.Refused record, Pass current) {
        letterCount++;
        policy.admit(
                letterCount,
                unit.recordCount(),
                new WeirException(ErrorCode.INVALID_DATA, record.reason() + ", " + where(index)));
        producer.send(letters.letter(record, LetterTopic.Place.of(unit, index)), current.sent);
    }

    private void putAside(
            ShardProducer producer, long index, ProducerRecord<byte[], byte[]> record, Exception reason, Pass current) {
        letterCount++;
        policy.admit(letterCount, unit.recordCount(), refusal(where(index), record, reason));
        producer.send(letters.letter(record, reason, LetterTopic.Place.of(unit, index)), current.sent);
    }

    private String where(long index) {
        return "record " + index + " of unit " + unit.sequence();
    }

    /** @param where the record stands */
    static WeirException refusal(String where, ProducerRecord<byte[], byte[]> record, Exception reason) {
        byte[] key = record.key();
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot write to topic " + record.topic() + ": "
                        + String.valueOf(reason.getMessage()).strip() + ": "
                        + reason.getClass().getSimpleName() + ", " + where + ", key " + shown(key) + ", "
                        + (record.value() == null ? 0 : record.value().length)
                        + " bytes; correct the data or the topic's limits, or let the job keep dead letters",
                reason);
    }

    private static String shown(byte @Nullable [] key) {
        return key == null ? "none" : new String(key, 0, Math.min(key.length, LONGEST_SHOWN), StandardCharsets.UTF_8);
    }

    /**
     * After a pass that failed: whether another pass, which leaves more records out, may succeed. Ends the transaction of the pass.
     *
     * @throws WeirException when somebody has to change something first
     */
    boolean learn(ShardProducer producer, Exception failure, UnitRecords.Encoded again) {
        if (SendFailure.isConfiguration(failure)) {
            throw KafkaFailures.OF_SINK.of("write unit " + unit.sequence(), admin.connection(), failure);
        }
        if (SendFailure.isBadTopic(failure) || SendFailure.mayBeMissingTopic(failure)) {
            return learnTopics(again);
        }
        if (!SendFailure.isFaultOfRecord(failure) && !SendFailure.isFaultOfOthers(failure)) {
            return false;
        }
        if (!tracksRecords) {
            tracksRecords = true;
            return true;
        }
        producer.abort();
        return learnRecords(producer, again);
    }

    /**
     * The failure of one record becomes that of every record which was still to be sent, so each that it may have been is sent
     * once more alone. Those that are larger than a request may be are tried at once.
     */
    private boolean learnRecords(ShardProducer producer, UnitRecords.Encoded again) {
        Set<Long> suspects = pass.failures.entrySet().stream()
                .filter(failed -> SendFailure.isFaultOfRecord(failed.getValue()))
                .map(Map.Entry::getKey)
                .limit(MOST_SUSPECTS)
                .collect(Collectors.toSet());
        int known = refused.size();
        for (long index = 0; again.next(); index++) {
            if (!refused.containsKey(index)
                    && EncodedRecord.refused(again.array(), again.offset(), again.length()) == null
                    && (suspects.contains(index) || again.length() > largestRequest)) {
                Exception failure = sendAlone(producer, reader.read(again.array(), again.offset(), again.length()));
                if (failure != null && SendFailure.isFaultOfRecord(failure)) {
                    refused.put(index, failure);
                }
            }
        }
        return refused.size() > known;
    }

    private static @Nullable Exception sendAlone(ShardProducer producer, ProducerRecord<byte[], byte[]> record) {
        ShardProducer.Sent sent = new ShardProducer.Sent();
        producer.begin();
        producer.send(record, sent);
        producer.flush();
        producer.abort();
        return sent.failure();
    }

    /** Looks at every topic that the records name; the one that all go to must exist. */
    private boolean learnTopics(UnitRecords.Encoded records) {
        Map<String, Boolean> exists = new TreeMap<>();
        int known = refused.size();
        for (long index = 0; records.next(); index++) {
            if (EncodedRecord.refused(records.array(), records.offset(), records.length()) == null) {
                String topic = reader.read(records.array(), records.offset(), records.length())
                        .topic();
                if (!exists.computeIfAbsent(topic, this::exists)) {
                    Exception missing = new org.apache.kafka.common.errors.UnknownTopicOrPartitionException(
                            "the topic " + topic + " does not exist");
                    if (reader.hasConstantTopic()) {
                        throw KafkaFailures.OF_SINK.of("write to topic " + topic, admin.connection(), missing);
                    }
                    refused.putIfAbsent(index, missing);
                }
            }
        }
        return refused.size() > known;
    }

    private boolean exists(String topic) {
        try {
            return admin.partitionsOf(topic) > 0;
        } catch (WeirException e) {
            if (SinkAdmin.isCausedBy(e, org.apache.kafka.common.errors.InvalidTopicException.class)) {
                return false;
            }
            throw e;
        }
    }
}
