package dev.weir.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What a group has committed. */
final class GroupOffsets extends KafkaOffsets {
    private final @Nullable KafkaOffsets fallback;

    GroupOffsets(@Nullable KafkaOffsets fallback) {
        this.fallback = fallback;
    }

    @Override
    Map<TopicPartition, Long> resolve(Set<TopicPartition> partitions, OffsetLookup lookup) throws InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>(lookup.committed(partitions));
        GivenOffsets.addFallback(
                offsets,
                partitions,
                fallback,
                lookup,
                "the group has committed no offset for them",
                "give committed(...) a fallback, for example earliest()");
        return offsets;
    }

    @Override
    boolean needsGroup() {
        return true;
    }

    @Override
    public String toString() {
        return "committed offsets";
    }
}
