package dev.weir.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a job's record of what a topic holds: key, value, headers, timestamp, topic, partition and offset. A lambda will do
 * where nothing has to be opened:
 *
 * <pre>{@code
 * KafkaSource.builder(record -> new Order(new String(record.key(), UTF_8), record.timestamp(), parse(record.value())))
 * }</pre>
 *
 * <p><b>Null.</b> A tombstone comes with a null value like any other record. Where the deserializer returns null, the job gets no
 * record, as in Flink; the offset counts as read.
 *
 * <p><b>Errors.</b> What is thrown makes the record one that cannot be deserialised, for which the source's settings say what
 * happens. Failures that are not the record's (Kafka's {@code RetriableException}s, connections that a schema registry refuses or
 * lets time out) fail the job instead: they must not look like bad data.
 *
 * <p><b>Lifecycle:</b> {@link #open} for each subtask of each attempt, {@link #deserialize} on what it returns, {@link #close}.
 * <b>Threading:</b> {@code open} from several threads; the rest confined to the subtask's thread if {@code open} returns an
 * instance of its own, otherwise from the threads of all subtasks at once.
 *
 * @param <T> the job's records
 */
@FunctionalInterface
public interface KafkaDeserializer<T> {
    /** Returns the job's record, or null for none. */
    @Nullable
    T deserialize(ConsumerRecord<byte[], byte[]> record) throws Exception;

    /** Makes an instance for one subtask; this one itself unless overridden. */
    default KafkaDeserializer<T> open(DeserializerContext context) throws Exception {
        return this;
    }

    /** Gives free what {@link #open} took. */
    default void close() throws Exception {}

    /** The value's bytes as they are; no record for a tombstone. */
    static KafkaDeserializer<byte[]> bytes() {
        return ConsumerRecord::value;
    }

    /** The value as text in UTF-8, of which no other bytes are accepted; no record for a tombstone. */
    static KafkaDeserializer<String> strings() {
        return new TextDeserializer();
    }

    /**
     * The value as JSON, bound to a class by Jackson with its default settings: unknown fields and anything behind the value are
     * errors. No record for a tombstone.
     */
    static <T> KafkaDeserializer<T> json(Class<T> type) {
        return json(new ObjectMapper(), type);
    }

    /** The same with a mapper of your own. */
    static <T> KafkaDeserializer<T> json(ObjectMapper mapper, Class<T> type) {
        return JsonDeserializer.of(mapper, type);
    }

    /**
     * The value through a deserializer of Kafka, for example one of a schema registry. Each subtask makes its own, configures it
     * with the properties of the source and closes it.
     */
    static <T> KafkaDeserializer<T> values(Supplier<? extends Deserializer<? extends T>> deserializer) {
        return new ValueDeserializer<>(deserializer);
    }

    /**
     * The same by the name of its class, which needs a public constructor without parameters.
     *
     * @param type what it makes
     * @throws dev.weir.error.WeirException {@code INVALID_JOB} when there is no such class
     */
    static <T> KafkaDeserializer<T> values(String className, Class<T> type) {
        return new ValueDeserializer<>(NamedDeserializer.of(className, type));
    }
}
