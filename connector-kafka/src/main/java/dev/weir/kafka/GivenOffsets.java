package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Offsets that the user gives. */
final class GivenOffsets extends KafkaOffsets {
    private final Map<TopicPartition, Long> given;
    private final @Nullable KafkaOffsets fallback;

    GivenOffsets(Map<TopicPartition, Long> given, @Nullable KafkaOffsets fallback) {
        this.given = given;
        this.fallback = fallback;
    }

    @Override
    Map<TopicPartition, Long> resolve(Set<TopicPartition> partitions, OffsetLookup lookup) throws InterruptedException {
        Set<TopicPartition> unknown = new HashSet<>(given.keySet());
        unknown.removeAll(partitions);
        if (!unknown.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot read from given offsets: the source reads no such partitions: " + sorted(unknown)
                            + "; correct topic and partition");
        }
        Map<TopicPartition, Long> offsets = new HashMap<>(given);
        addFallback(
                offsets,
                partitions,
                fallback,
                lookup,
                "no offset is given for them",
                "give all partitions one, or given(...) a fallback, for example earliest()");
        return offsets;
    }

    /** Completes the offsets, or says which are missing. */
    static void addFallback(
            Map<TopicPartition, Long> offsets,
            Set<TopicPartition> partitions,
            @Nullable KafkaOffsets fallback,
            OffsetLookup lookup,
            String reason,
            String remedy)
            throws InterruptedException {
        Set<TopicPartition> missing = new HashSet<>(partitions);
        missing.removeAll(offsets.keySet());
        if (missing.isEmpty()) {
            return;
        }
        if (fallback == null) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot plan the positions of partitions: " + reason + ": " + sorted(missing) + "; " + remedy);
        }
        offsets.putAll(fallback.resolve(missing, lookup));
    }

    private static List<String> sorted(Set<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
                .map(TopicPartition::toString)
                .toList();
    }

    @Override
    boolean needsGroup() {
        return fallback != null && fallback.needsGroup();
    }

    @Override
    public String toString() {
        return "given offsets";
    }
}
