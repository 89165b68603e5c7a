package dev.weir.kafka;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link KafkaSource} does. Immutable.
 *
 * @param groupId where offsets are committed for others to see, or null for nowhere
 * @param stopping where a bounded source ends, or null for an endless one
 * @param continueOnMissing whether records that are gone are counted, or fail the job
 * @param discovery how often new partitions are looked for, or null for never
 * @param patience for how long the cluster may be away
 */
record KafkaSourceSettings<T>(
        KafkaConnection connection,
        TopicSelection topics,
        KafkaDeserializer<T> deserializer,
        @Nullable String groupId,
        KafkaOffsets starting,
        @Nullable KafkaOffsets stopping,
        UndeserializableRecords undeserializable,
        boolean continueOnMissing,
        @Nullable Duration discovery,
        Duration patience) {
    /** Properties that only Weir sets, each with what to do instead. */
    static final Map<String, String> RESERVED = Map.of(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            "give the deserializer to KafkaSource.builder(...)",
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            "give the deserializer to KafkaSource.builder(...), for example KafkaDeserializer.values(...)",
            ConsumerConfig.GROUP_ID_CONFIG,
            "call groupId(...)",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            "positions are in the checkpoints; groupId(...) commits them after each one",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "call startingOffsets(...); later the positions in the checkpoints count",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            "create topics before the job starts");

    /**
     * Large fetches amortise requests; records of a poll that fit the processor's cache make the rest of the chain faster. All of
     * them may be overridden.
     */
    private static final Map<String, Object> DEFAULTS = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            IsolationLevel.READ_COMMITTED.toString(),
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            4 << 20,
            ConsumerConfig.RECEIVE_BUFFER_CONFIG,
            1 << 20,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            4000);

    /** @param reader tells the clients of one source apart */
    Map<String, Object> consumerProperties(String reader) {
        Map<String, Object> all = connection.clientProperties(
                DEFAULTS,
                Map.of(
                        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class,
                        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        connection.properties().getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, "weir") + "-" + reader));
        if (groupId != null) {
            all.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        }
        return all;
    }

    IsolationLevel isolation() {
        return isolation(connection.properties());
    }

    static IsolationLevel isolation(Map<String, String> properties) {
        String level = properties.getOrDefault(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        return IsolationLevel.valueOf(level.toUpperCase(Locale.ROOT));
    }

    boolean bounded() {
        return stopping != null;
    }
}
