package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks the cluster for offsets, as the source's readers would see them. */
final class OffsetLookup {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaSourceSettings<?> settings;
    private final AdminCalls calls;

    OffsetLookup(KafkaSourceSettings<?> settings, AdminCalls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    Map<TopicPartition, Long> list(Set<TopicPartition> partitions, OffsetSpec spec) throws InterruptedException {
        return list(partitions, spec, settings.isolation());
    }

    /** Behind the last record, also of transactions that are still open. */
    Map<TopicPartition, Long> logEnds(Set<TopicPartition> partitions) throws InterruptedException {
        return list(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<TopicPartition, Long> list(Set<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation)
            throws InterruptedException {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        calls.await(
                        "look up the offsets of " + settings.topics(),
                        calls.admin()
                                .listOffsets(wanted, new ListOffsetsOptions(isolation))
                                .all())
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /**
     * What the group has committed, without partitions for which it has not. A consumer is asked, not an Admin: it waits for
     * commits that are part of an open transaction, instead of leaving them out.
     */
    Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.consumerProperties("offsets"))) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            consumer.committed(partitions, PATIENCE).forEach((partition, committed) -> {
                if (committed != null) {
                    offsets.put(partition, committed.offset());
                }
            });
            return offsets;
        } catch (KafkaException e) {
            throw KafkaFailures.OF_SOURCE.of(
                    "look up the offsets of group \"" + settings.groupId() + "\"", settings.connection(), e);
        }
    }

    /** Refuses a group that others use: they and this job would overwrite each other's offsets. */
    void refuseGroupInUse() throws InterruptedException {
        String group = settings.groupId();
        if (group == null) {
            return;
        }
        try {
            var description = calls.await(
                    "look at group \"" + group + "\"",
                    Objects.requireNonNull(calls.admin()
                            .describeConsumerGroups(Set.of(group))
                            .describedGroups()
                            .get(group)));
            if (!description.members().isEmpty() && description.groupState() != GroupState.DEAD) {
                throw new WeirException(
                        ErrorCode.INVALID_JOB,
                        "Cannot use the group for the offsets of this job: group id clash: group \"" + group + "\" has "
                                + description.members().size()
                                + " members of its own; give groupId(...) a name that only"
                                + " this job uses");
            }
        } catch (WeirException e) {
            if (!(KafkaFailures.causeOf(e.getCause() == null ? e : e.getCause()) instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
    }
}
