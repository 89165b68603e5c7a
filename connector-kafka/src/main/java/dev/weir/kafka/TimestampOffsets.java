package dev.weir.kafka;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Before the first record from a moment on. */
final class TimestampOffsets extends KafkaOffsets {
    private final long timestamp;

    TimestampOffsets(long timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    Map<TopicPartition, Long> resolve(Set<TopicPartition> partitions, OffsetLookup lookup) throws InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>(lookup.list(partitions, OffsetSpec.forTimestamp(timestamp)));
        Set<TopicPartition> without = new HashSet<>();
        offsets.forEach((partition, offset) -> {
            if (offset < 0) {
                without.add(partition);
            }
        });
        offsets.putAll(lookup.list(without, OffsetSpec.latest()));
        return offsets;
    }

    @Override
    public String toString() {
        return "timestamp " + Instant.ofEpochMilli(timestamp);
    }
}
