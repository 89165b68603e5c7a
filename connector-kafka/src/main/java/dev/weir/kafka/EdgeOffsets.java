package dev.weir.kafka;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The ends of a partition. */
final class EdgeOffsets {
    private EdgeOffsets() {}

    static final class Earliest extends KafkaOffsets {
        @Override
        Map<TopicPartition, Long> resolve(Set<TopicPartition> partitions, OffsetLookup lookup)
                throws InterruptedException {
            return lookup.list(partitions, OffsetSpec.earliest());
        }

        @Override
        public String toString() {
            return "earliest";
        }
    }

    static final class Latest extends KafkaOffsets {
        @Override
        Map<TopicPartition, Long> resolve(Set<TopicPartition> partitions, OffsetLookup lookup)
                throws InterruptedException {
            return lookup.list(partitions, OffsetSpec.latest());
        }

        @Override
        public String toString() {
            return "latest";
        }
    }
}
