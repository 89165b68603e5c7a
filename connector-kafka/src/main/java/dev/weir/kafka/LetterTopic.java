package dev.weir.kafka;

import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The topic for records that were refused for their own fault: key, value and headers as they were to be sent, shortened where
 * they are large, and headers that begin with {@code weir.} for where they belong and what was wrong.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
record LetterTopic(String name, ShardName shard) {
    private static final int MOST_BYTES = 16 << 10;

    /** Where a record stands. */
    record Place(String lineage, long sequence, long index) {
        static Place of(CommitUnit unit, long index) {
            return new Place(unit.lineage(), unit.sequence(), index);
        }

        /** Of a record that belongs to no unit. */
        static Place none(long index) {
            return new Place("", 0, index);
        }
    }

    /** Creates it where it is missing. Letters are kept until somebody has read them. */
    void ensure(SinkAdmin admin) {
        if (admin.partitionsOf(name) > 0) {
            return;
        }
        NewTopic topic = new NewTopic(name, Optional.empty(), Optional.empty())
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
        try {
            admin.await(
                    "create the topic for dead letters " + name,
                    client -> client.createTopics(List.of(topic)).all());
        } catch (WeirException e) {
            if (!SinkAdmin.isCausedBy(e, TopicExistsException.class)) {
                throw e;
            }
        }
        admin.awaitTopic(name);
    }

    ProducerRecord<byte[], byte[]> letter(ProducerRecord<byte[], byte[]> record, Throwable reason, Place place) {
        RecordHeaders headers = new RecordHeaders();
        record.headers().forEach(headers::add);
        put(headers, "reason", reason.getClass().getSimpleName() + ": " + reason.getMessage());
        put(headers, "topic", record.topic());
        Integer partition = record.partition();
        if (partition != null) {
            put(headers, "partition", String.valueOf(partition));
        }
        Long timestamp = record.timestamp();
        if (timestamp != null) {
            put(headers, "timestamp", String.valueOf(timestamp));
        }
        return place(headers, place, record.key(), record.value());
    }

    /** Of a record that could not be serialised, as text. */
    ProducerRecord<byte[], byte[]> letter(EncodedRecord.Refused refused, Place place) {
        RecordHeaders headers = new RecordHeaders();
        put(headers, "reason", refused.reason());
        return place(headers, place, null, refused.record().getBytes(StandardCharsets.UTF_8));
    }

    private ProducerRecord<byte[], byte[]> place(
            RecordHeaders headers, Place place, byte @Nullable [] key, byte @Nullable [] value) {
        put(headers, "job", shard.job());
        put(headers, "sink", shard.sink());
        put(headers, "shard", String.valueOf(shard.shard()));
        put(headers, "index", String.valueOf(place.index()));
        if (place.sequence() > 0) {
            put(headers, "lineage", place.lineage());
            put(headers, "sequence", String.valueOf(place.sequence()));
        }
        return new ProducerRecord<>(
                name, null, null, shortened("key", key, headers), shortened("value", value, headers), headers);
    }

    private static byte @Nullable [] shortened(String part, byte @Nullable [] bytes, RecordHeaders headers) {
        if (bytes == null || bytes.length <= MOST_BYTES) {
            return bytes;
        }
        put(headers, part + ".bytes", String.valueOf(bytes.length));
        return Arrays.copyOf(bytes, MOST_BYTES);
    }

    private static void put(RecordHeaders headers, String name, String value) {
        headers.add("weir." + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
