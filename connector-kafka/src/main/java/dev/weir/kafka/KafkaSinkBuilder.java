package dev.weir.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.error.ErrorCode;
import dev.weir.error.Faults;
import dev.weir.error.WeirException;
import dev.weir.function.MapFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Gathers the settings of a {@link KafkaSink}; {@link #build} checks them and reports all faults together. */
public final class KafkaSinkBuilder<T> {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(15);
    private static final int QUEUE_BYTES = 64 << 20;

    /** What only Weir may set, each with what to use instead. */
    private static final Map<String, String> RESERVED = Map.ofEntries(
            Map.entry(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    "it is made of the job's name, the sink's uid and the shard"),
            Map.entry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "call transactionTimeout(...)"),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "every strategy needs it"),
            Map.entry(ProducerConfig.ACKS_CONFIG, "every strategy needs all"),
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "call key(...)"),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "call value(...)"),
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "it keeps the job's threads from hanging"),
            Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "the ledger is read as it is committed"),
            Map.entry(CommonClientConfigs.GROUP_ID_CONFIG, "a sink has no group"));

    private String bootstrapServers = "";
    private final Map<String, String> properties = new HashMap<>();
    private String topic = "";
    private @Nullable MapFunction<T, String> topicOf;
    private RecordMapping.@Nullable Part<T, ?> key;
    private RecordMapping.@Nullable Part<T, ?> value;
    private final List<RecordMapping.Header<T>> headers = new ArrayList<>();
    private @Nullable MapFunction<T, Long> timestamp;
    private @Nullable MapFunction<T, Integer> partition;
    private String ledgerTopic = "weir-ledger";
    private String deadLetterTopic = "weir-dead-letters";
    private boolean keepsUnserializable;
    private Duration transactionTimeout = Duration.ofMinutes(1);

    KafkaSinkBuilder() {}

    /** Where to find the cluster: {@code host:port[,host:port...]}. */
    public KafkaSinkBuilder<T> bootstrapServers(String servers) {
        bootstrapServers = servers;
        return this;
    }

    /** The topic of all records; it has to exist when the job starts. */
    public KafkaSinkBuilder<T> topic(String name) {
        topic = name;
        return this;
    }

    /** Lets each record name its topic; one that does not exist is that record's fault. */
    public KafkaSinkBuilder<T> topic(MapFunction<T, String> name) {
        topicOf = name;
        return this;
    }

    /** The key of each record, or null for none, and what makes its serializer; called once for each thread. */
    public <K> KafkaSinkBuilder<T> key(MapFunction<T, K> of, Supplier<? extends Serializer<? super K>> serializer) {
        key = new RecordMapping.Part<>(of, serializer);
        return this;
    }

    /** A key as text in UTF-8. */
    public KafkaSinkBuilder<T> stringKey(MapFunction<T, String> of) {
        return key(of, StringSerializer::new);
    }

    public KafkaSinkBuilder<T> bytesKey(MapFunction<T, byte[]> of) {
        return key(of, ByteArraySerializer::new);
    }

    /** The value of each record, or null for a tombstone, and what makes its serializer; called once for each thread. */
    public <V> KafkaSinkBuilder<T> value(MapFunction<T, V> of, Supplier<? extends Serializer<? super V>> serializer) {
        value = new RecordMapping.Part<>(of, serializer);
        return this;
    }

    /** The whole record as the value. */
    public KafkaSinkBuilder<T> value(Supplier<? extends Serializer<? super T>> serializer) {
        return value(record -> record, serializer);
    }

    /** A value as text in UTF-8. */
    public KafkaSinkBuilder<T> stringValue(MapFunction<T, String> of) {
        return value(of, StringSerializer::new);
    }

    public KafkaSinkBuilder<T> bytesValue(MapFunction<T, byte[]> of) {
        return value(of, ByteArraySerializer::new);
    }

    /** The whole record as JSON, as Jackson writes it. */
    public KafkaSinkBuilder<T> jsonValue() {
        return jsonValue(new ObjectMapper());
    }

    /** The whole record as JSON, as this mapper writes it. */
    public KafkaSinkBuilder<T> jsonValue(ObjectMapper mapper) {
        return bytesValue(mapper::writeValueAsBytes);
    }

    /** Adds a header to every record. */
    public KafkaSinkBuilder<T> header(String name, MapFunction<T, byte[]> of) {
        headers.add(new RecordMapping.Header<>(name, of));
        return this;
    }

    /** Milliseconds since the epoch, or null for the time when the record is sent, which is what happens unless told. */
    public KafkaSinkBuilder<T> timestamp(MapFunction<T, Long> of) {
        timestamp = of;
        return this;
    }

    /** The partition, or null for Kafka's partitioner, which is what happens unless told. */
    public KafkaSinkBuilder<T> partition(MapFunction<T, Integer> of) {
        partition = of;
        return this;
    }

    /** The ledger's topic; default {@code weir-ledger}. Jobs may share it; it must be in the records' cluster. */
    public KafkaSinkBuilder<T> ledgerTopic(String name) {
        ledgerTopic = name;
        return this;
    }

    /**
     * The topic for records that are refused for their own fault, where the job keeps them; default {@code
     * weir-dead-letters}. A sink for which it is named puts records aside that cannot be serialised, too; otherwise such a record
     * fails the job at once.
     */
    public KafkaSinkBuilder<T> deadLetterTopic(String name) {
        deadLetterTopic = name;
        keepsUnserializable = true;
        return this;
    }

    /**
     * After which the cluster ends an open transaction; default one minute, which is how long a job that died can hold up readers.
     * Not longer than the brokers' {@code transaction.max.timeout.ms}. Nothing is lost if it passes.
     */
    public KafkaSinkBuilder<T> transactionTimeout(Duration timeout) {
        transactionTimeout = timeout;
        return this;
    }

    /** A property of Kafka's clients and of serializers, for example {@code security.protocol}. Never printed. */
    public KafkaSinkBuilder<T> property(String name, String content) {
        properties.put(name, content);
        return this;
    }

    /** As {@link #property}, for each of them. */
    public KafkaSinkBuilder<T> properties(Map<String, String> more) {
        properties.putAll(more);
        return this;
    }

    /**
     * Makes the sink; connects to nothing yet.
     *
     * @throws WeirException {@code INVALID_JOB} with all faults
     */
    public KafkaSink<T> build() {
        Faults faults = new Faults();
        KafkaConnection.check(bootstrapServers, properties, RESERVED, faults);
        faults.addIf(
                topic.isEmpty() == (topicOf == null),
                topic.isEmpty() ? "topic is missing; call topic(...)" : "topic is given twice; leave one out");
        faults.addIf(
                !topic.isEmpty() && !TOPIC.matcher(topic).matches(), () -> "topic=" + topic + " is no topic's name");
        faults.addIf(
                value == null, "value is missing; call value(...), stringValue(...), bytesValue(...) or jsonValue()");
        for (String name : List.of(ledgerTopic, deadLetterTopic)) {
            faults.addIf(!TOPIC.matcher(name).matches(), () -> "\"" + name + "\" is no topic's name; correct it");
        }
        faults.addIf(
                ledgerTopic.equals(topic) || ledgerTopic.equals(deadLetterTopic),
                "the ledger needs a topic of its own; name another by ledgerTopic(...)");
        faults.addIf(
                transactionTimeout.compareTo(SHORTEST_TIMEOUT) < 0 || transactionTimeout.compareTo(LONGEST_TIMEOUT) > 0,
                () -> "transactionTimeout=" + transactionTimeout + " is not between " + SHORTEST_TIMEOUT + " and "
                        + LONGEST_TIMEOUT + "; correct it");
        faults.throwIfAny(ErrorCode.INVALID_JOB, "Cannot build a Kafka sink");
        RecordMapping.Part<T, ?> values = value;
        if (values == null) {
            throw new IllegalStateException("checked above");
        }
        KafkaConnection connection = new KafkaConnection(bootstrapServers, properties);
        return new KafkaSink<>(new KafkaSinkSettings<>(
                connection,
                new RecordMapping<>(
                        topicOf == null ? topic : null,
                        topicOf,
                        key,
                        values,
                        headers,
                        timestamp,
                        partition,
                        properties,
                        keepsUnserializable),
                ledgerTopic,
                deadLetterTopic,
                transactionTimeout,
                QUEUE_BYTES));
    }
}
