package dev.weir.kafka;

import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Gathers the settings of a {@link KafkaSource}; {@link #build} checks them and reports all faults together. */
public final class KafkaSourceBuilder<T> {
    static final Duration DEFAULT_DISCOVERY = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(2);

    private final KafkaDeserializer<T> deserializer;
    private String bootstrapServers = "";
    private final Map<String, String> properties = new HashMap<>();
    private final List<String> topics = new ArrayList<>();
    private @Nullable Pattern pattern;
    private @Nullable String groupId;
    private KafkaOffsets starting = KafkaOffsets.earliest();
    private @Nullable KafkaOffsets stopping;
    private UndeserializableRecords undeserializable = new UndeserializableRecords.Fail();
    private boolean continueOnMissing;
    private @Nullable Duration discovery = DEFAULT_DISCOVERY;
    private Duration brokerTimeout = DEFAULT_PATIENCE;

    KafkaSourceBuilder(KafkaDeserializer<T> deserializer) {
        this.deserializer = deserializer;
    }

    /** Where to find the cluster: {@code host:port[,host:port...]}. */
    public KafkaSourceBuilder<T> bootstrapServers(String servers) {
        bootstrapServers = servers;
        return this;
    }

    /** Adds topics; each has to exist when the job starts. */
    public KafkaSourceBuilder<T> topics(String... more) {
        Collections.addAll(topics, more);
        return this;
    }

    /** Adds topics; each has to exist when the job starts. */
    public KafkaSourceBuilder<T> topics(Collection<String> more) {
        topics.addAll(more);
        return this;
    }

    /** Reads all topics whose whole name matches, also such as come later; Kafka's internal ones are left out. */
    public KafkaSourceBuilder<T> topicPattern(Pattern topicPattern) {
        pattern = topicPattern;
        return this;
    }

    /**
     * Commits the offsets of each completed checkpoint for this group, so that lag tools see how far the job is. The job itself
     * never reads on from there, except for {@link KafkaOffsets#committed()} at its first start. No other consumer may use the
     * group.
     */
    public KafkaSourceBuilder<T> groupId(String group) {
        groupId = group;
        return this;
    }

    /** Where a job without a checkpoint begins; {@link KafkaOffsets#earliest()} unless told. */
    public KafkaSourceBuilder<T> startingOffsets(KafkaOffsets offsets) {
        starting = offsets;
        return this;
    }

    /**
     * Ends each partition before this position, and with the last one the source. It is decided at the first start, as the
     * beginning is; {@link KafkaOffsets#latest()} reads what is there then. A given offset that no record has yet is waited for.
     */
    public KafkaSourceBuilder<T> bounded(KafkaOffsets end) {
        stopping = end;
        return this;
    }

    /**
     * Looks for new partitions, and for new topics if a pattern names them, this often; ten seconds unless told. The look is one
     * request for metadata.
     */
    public KafkaSourceBuilder<T> partitionDiscovery(Duration interval) {
        discovery = interval;
        return this;
    }

    /** Reads the partitions that are there at the first start, for ever. */
    public KafkaSourceBuilder<T> withoutPartitionDiscovery() {
        discovery = null;
        return this;
    }

    /** For how long the cluster may be out of reach until the job fails; two minutes unless told. */
    public KafkaSourceBuilder<T> brokerTimeout(Duration timeout) {
        brokerTimeout = timeout;
        return this;
    }

    /** Fails the job at a record that cannot be deserialised; this is what happens unless told. */
    public KafkaSourceBuilder<T> failOnUndeserializableRecords() {
        undeserializable = new UndeserializableRecords.Fail();
        return this;
    }

    /** Leaves records out that cannot be deserialised; the counter {@code undeserializableRecords} says how many. */
    public KafkaSourceBuilder<T> skipUndeserializableRecords() {
        undeserializable = new UndeserializableRecords.Skip();
        return this;
    }

    /**
     * Sends records that cannot be deserialised to a side output; the counter {@code undeserializableRecords} says how many.
     */
    public KafkaSourceBuilder<T> undeserializableRecordsTo(OutputTag<UndeserializableRecord> tag) {
        undeserializable = new UndeserializableRecords.SideOutput(tag);
        return this;
    }

    /** Fails the job when records were deleted before they were read; this is what happens unless told. */
    public KafkaSourceBuilder<T> failOnMissingRecords() {
        continueOnMissing = false;
        return this;
    }

    /**
     * Goes on with the first record that is there when others were deleted before they were read; the counter {@code
     * missingRecords} says how many, and the log where.
     */
    public KafkaSourceBuilder<T> continueOnMissingRecords() {
        continueOnMissing = true;
        return this;
    }

    /**
     * A property of Kafka's clients in its own name, for example {@code security.protocol}, or of a deserializer. Those that would
     * break the guarantee are refused.
     */
    public KafkaSourceBuilder<T> property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Properties of Kafka's clients, see {@link #property}. */
    public KafkaSourceBuilder<T> properties(Map<String, String> more) {
        properties.putAll(more);
        return this;
    }

    /** @throws dev.weir.error.WeirException with {@code INVALID_JOB} that names all faults */
    public KafkaSource<T> build() {
        Faults faults = new Faults();
        KafkaConnection.check(bootstrapServers, properties, KafkaSourceSettings.RESERVED, faults);
        Pattern matching = pattern;
        faults.addIf(
                topics.isEmpty() == (matching == null),
                topics.isEmpty()
                        ? "no topic is given; call topics(...) or topicPattern(...)"
                        : "topics are given by name and by pattern; choose one");
        faults.addIf(topics.stream().anyMatch(String::isBlank), "a topic's name is blank; correct it");
        faults.addIf(groupId != null && groupId.isBlank(), "the group's id is blank; name it or leave it out");
        boolean needsGroup = starting.needsGroup() || (stopping != null && stopping.needsGroup());
        faults.addIf(
                needsGroup && groupId == null, "committed offsets are asked for without a group; call groupId(...)");
        checkDuration("partitionDiscovery", discovery == null ? SHORTEST : discovery, faults);
        checkDuration("brokerTimeout", brokerTimeout, faults);
        checkProperties(faults);
        faults.throwIfAny(ErrorCode.INVALID_JOB, "Cannot build a Kafka source");
        return new KafkaSource<>(new KafkaSourceSettings<>(
                new KafkaConnection(bootstrapServers, properties),
                matching == null ? new TopicSelection.Named(topics) : new TopicSelection.Matching(matching),
                deserializer,
                groupId,
                starting,
                stopping,
                undeserializable,
                continueOnMissing,
                stopping == null ? discovery : null,
                brokerTimeout));
    }

    private static void checkDuration(String name, Duration value, Faults faults) {
        faults.addIf(value.compareTo(SHORTEST) < 0, () -> name + " is " + value + "; give " + SHORTEST + " or more");
    }

    /** Kafka's own check of what it knows; it would otherwise only fail when the job runs. */
    private void checkProperties(Faults faults) {
        properties.forEach((name, value) -> {
            var known = ConsumerConfig.configDef().configKeys().get(name);
            if (known == null || KafkaSourceSettings.RESERVED.containsKey(name)) {
                return;
            }
            try {
                Object parsed = ConfigDef.parseType(name, value, known.type);
                if (known.validator != null) {
                    known.validator.ensureValid(name, parsed);
                }
                if (ConsumerConfig.ISOLATION_LEVEL_CONFIG.equals(name)) {
                    faults.addIf(
                            !value.toLowerCase(Locale.ROOT).equals(value),
                            "property isolation.level is not in lower case: " + value
                                    + "; give read_committed or read_uncommitted");
                }
            } catch (ConfigException e) {
                faults.add("property " + name + " has a wrong value; correct it");
            }
        });
    }
}
