package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what happens when a partition does not have the record that is to be read next. */
final class MissingRecords {
    private static final Logger LOG = LoggerFactory.getLogger(MissingRecords.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String RETENTION_REMEDY =
            "raise the topic's retention above the longest time that the job may be down, and start the job with"
                    + " continueOnMissingRecords() to go on without them";
    private static final String RECREATED_REMEDY =
            "start the job without its state to read the partition as it is now, under another name if its results are"
                    + " to stay";

    private final boolean goOn;
    private final Counter counter;

    MissingRecords(boolean goOn, MetricGroup metrics) {
        this.goOn = goOn;
        counter = metrics.counter("missingRecords");
    }

    /** Where a partition goes on. */
    @FunctionalInterface
    interface Move {
        void to(TopicPartition partition, long offset);
    }

    /** Moves on what may go on, counted, and fails for all else. */
    void handle(OffsetOutOfRangeException failure, Consumer<byte[], byte[]> consumer, Move move) {
        if (failure instanceof LogTruncationException truncation) {
            throw truncated(truncation);
        }
        Map<TopicPartition, Long> wanted = failure.offsetOutOfRangePartitions();
        Map<TopicPartition, Long> first = consumer.beginningOffsets(wanted.keySet(), PATIENCE);
        Map<TopicPartition, Long> ends = consumer.endOffsets(wanted.keySet(), PATIENCE);
        wanted.forEach((partition, offset) -> move.to(
                partition,
                next(partition, offset, first.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L))));
    }

    private long next(TopicPartition partition, long wanted, long first, long end) {
        if (wanted > end) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot read on: the partition ends before the position: " + place(partition, wanted) + ", end="
                            + end + "; the topic was deleted and created again, or an unclean leader election lost "
                            + (wanted - end) + " offsets; " + RECREATED_REMEDY);
        }
        if (wanted >= first) {
            // It was out of range for the broker that was asked, for example one that has just become the leader.
            return wanted;
        }
        long missing = first - wanted;
        if (!goOn) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot read on: the topic's retention has deleted records that were not read: "
                            + place(partition, wanted) + ", first available offset=" + first + ", missing records="
                            + missing + "; " + RETENTION_REMEDY);
        }
        counter.add(missing);
        LOG.warn(
                "The topic's retention has deleted {} records that were not read: {}; reading goes on at offset {}",
                missing,
                place(partition, wanted),
                first);
        return first;
    }

    private static WeirException truncated(LogTruncationException failure) {
        return new WeirException(
                ErrorCode.INVALID_DATA,
                "Cannot read on: what was read is not in the log any more: positions="
                        + failure.offsetOutOfRangePartitions()
                        + ", the log is another one from=" + failure.divergentOffsets()
                        + "; the topic was deleted and created again, or an unclean leader election lost records; "
                        + RECREATED_REMEDY,
                failure);
    }

    private static String place(TopicPartition partition, long wanted) {
        return "topic=" + partition.topic() + ", partition=" + partition.partition() + ", wanted offset=" + wanted;
    }
}
