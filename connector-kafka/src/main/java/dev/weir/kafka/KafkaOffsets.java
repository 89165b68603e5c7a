package dev.weir.kafka;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * A position in each partition: where a {@link KafkaSource} begins or ends. It is turned into offsets once, when the job is
 * started without a checkpoint; from then on the offsets in the job's state count, over restarts too. Immutable.
 */
public abstract sealed class KafkaOffsets
        permits EdgeOffsets.Earliest, EdgeOffsets.Latest, TimestampOffsets, GroupOffsets, GivenOffsets {
    KafkaOffsets() {}

    /** The first record that a partition still has. */
    public static KafkaOffsets earliest() {
        return new EdgeOffsets.Earliest();
    }

    /**
     * Behind the last record that a reader can see at that moment: with {@code read_committed}, the default, before the first
     * transaction that is still open.
     */
    public static KafkaOffsets latest() {
        return new EdgeOffsets.Latest();
    }

    /**
     * Before the first record whose timestamp is not before this one, whatever timestamps come behind it; {@link #latest()} in a
     * partition that has none yet.
     */
    public static KafkaOffsets timestamp(Instant timestamp) {
        return new TimestampOffsets(timestamp.toEpochMilli());
    }

    /** What the source's group has committed. A partition for which it has committed nothing is an error. */
    public static KafkaOffsets committed() {
        return new GroupOffsets(null);
    }

    /** What the source's group has committed, and the fallback where it has committed nothing. */
    public static KafkaOffsets committed(KafkaOffsets fallback) {
        return new GroupOffsets(fallback);
    }

    /** These offsets, as offsets of the next record. A partition that has none here is an error. */
    public static KafkaOffsets given(Map<TopicPartition, Long> offsets) {
        return new GivenOffsets(Map.copyOf(offsets), null);
    }

    /** These offsets, as offsets of the next record, and the fallback for all other partitions. */
    public static KafkaOffsets given(Map<TopicPartition, Long> offsets, KafkaOffsets fallback) {
        return new GivenOffsets(Map.copyOf(offsets), fallback);
    }

    /** An offset for each of these partitions. Blocks for some seconds at most. */
    abstract Map<TopicPartition, Long> resolve(Set<TopicPartition> partitions, OffsetLookup lookup)
            throws InterruptedException;

    /** Whether the source needs a group for it. */
    boolean needsGroup() {
        return false;
    }
}
