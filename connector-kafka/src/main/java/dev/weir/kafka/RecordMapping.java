package dev.weir.kafka;

import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.MapFunction;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * How a record becomes one of Kafka's.
 *
 * @param topic of all records, or null if {@code topicOf} names it
 * @param key null for records without one
 * @param properties what serializers are configured by
 * @param keepsUnserializable whether a record that cannot be serialised is put aside where letters are kept, rather than
 *     failing the job at once
 */
record RecordMapping<T>(
        @Nullable String topic,
        @Nullable MapFunction<T, String> topicOf,
        @Nullable Part<T, ?> key,
        Part<T, ?> value,
        List<Header<T>> headers,
        @Nullable MapFunction<T, Long> timestamp,
        @Nullable MapFunction<T, Integer> partition,
        Map<String, String> properties,
        boolean keepsUnserializable) {
    RecordMapping {
        headers = List.copyOf(headers);
        properties = Map.copyOf(properties);
    }

    /** A key or value; null stays null. */
    record Part<T, V>(MapFunction<T, V> of, Supplier<? extends Serializer<? super V>> serializer) {}

    /** A header with the same name in every record. */
    record Header<T>(String name, MapFunction<T, byte[]> value) {}

    String description() {
        return topic == null ? "topics that each record names" : "topic " + topic;
    }

    /** Everything that pending units depend on. */
    String form() {
        return topic == null ? "topic of each record" : "topic=" + topic;
    }

    WeirException failure(String part, T record, Exception cause) {
        return new WeirException(
                cause instanceof WeirException known ? known.code() : ErrorCode.INVALID_DATA,
                "Cannot serialise the " + part + " of a record for " + description() + ": " + cause + ": record of "
                        + record.getClass().getName()
                        + "; correct the mapping, the serializer or the record",
                cause);
    }

    /** The mapping at work, with serializers of its own; they are made when the first record comes. One thread at a time. */
    static final class Encoder<T> {
        private final RecordMapping<T> mapping;
        private @Nullable Serializing<T, ?> key;
        private @Nullable Serializing<T, ?> value;
        private final ByteWriter scratch = new ByteWriter();

        Encoder(RecordMapping<T> mapping) {
            this.mapping = mapping;
        }

        void encode(T record, ByteWriter out) {
            if (!mapping.keepsUnserializable()) {
                encodeParts(record, out);
                return;
            }
            scratch.clear();
            try {
                encodeParts(record, scratch);
            } catch (WeirException e) {
                EncodedRecord.writeRefused(String.valueOf(e.getMessage()), String.valueOf(record), out);
                return;
            }
            out.writeBytes(scratch.array(), 0, scratch.size());
        }

        private void encodeParts(T record, ByteWriter out) {
            String topic = null;
            if (mapping.topicOf() != null) {
                topic = of("topic", mapping.topicOf(), record);
                if (topic == null) {
                    throw mapping.failure("topic", record, new IllegalArgumentException("it is null"));
                }
            }
            Integer partition = mapping.partition() == null ? null : of("partition", mapping.partition(), record);
            Long timestamp = mapping.timestamp() == null ? null : of("timestamp", mapping.timestamp(), record);
            RecordHeaders headers = new RecordHeaders();
            for (Header<T> header : mapping.headers()) {
                headers.add(header.name(), of("header " + header.name(), header.value(), record));
            }
            String known = topic == null ? String.valueOf(mapping.topic()) : topic;
            byte[] keyBytes =
                    mapping.key() == null ? null : keySerializer(mapping.key()).bytes(known, headers, record);
            byte[] valueBytes = valueSerializer().bytes(known, headers, record);
            EncodedRecord.write(topic, partition, timestamp, headers, keyBytes, valueBytes, out);
        }

        private <V> @Nullable V of(String part, MapFunction<T, V> function, T record) {
            try {
                return function.map(record);
            } catch (Exception e) {
                throw mapping.failure(part, record, e);
            }
        }

        private Serializing<T, ?> keySerializer(Part<T, ?> part) {
            Serializing<T, ?> made = key;
            if (made == null) {
                made = new Serializing<>(mapping, part, "key");
                key = made;
            }
            return made;
        }

        private Serializing<T, ?> valueSerializer() {
            Serializing<T, ?> made = value;
            if (made == null) {
                made = new Serializing<>(mapping, mapping.value(), "value");
                value = made;
            }
            return made;
        }
    }

    /** One part with its serializer. */
    private static final class Serializing<T, V> {
        private final RecordMapping<T> mapping;
        private final MapFunction<T, V> of;
        private final Serializer<? super V> serializer;
        private final String part;

        Serializing(RecordMapping<T> mapping, Part<T, V> part, String name) {
            this.mapping = mapping;
            this.of = part.of();
            this.part = name;
            this.serializer = configured(mapping, part, name);
        }

        private static <T, V> Serializer<? super V> configured(RecordMapping<T> mapping, Part<T, V> part, String name) {
            try {
                Serializer<? super V> made = part.serializer().get();
                made.configure(mapping.properties(), name.equals("key"));
                return made;
            } catch (RuntimeException e) {
                throw new WeirException(
                        ErrorCode.INVALID_JOB,
                        "Cannot make the " + name + " serializer for " + mapping.description() + ": " + e
                                + "; give it what it needs by property(name, value)",
                        e);
            }
        }

        byte @Nullable [] bytes(String topic, RecordHeaders headers, T record) {
            try {
                V mapped = of.map(record);
                return mapped == null ? null : serializer.serialize(topic, headers, mapped);
            } catch (Exception e) {
                throw mapping.failure(part, record, e);
            }
        }
    }
}
