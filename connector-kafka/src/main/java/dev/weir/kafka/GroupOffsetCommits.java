package dev.weir.kafka;

import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the positions of completed checkpoints for the source's group, so that others see how far the job is. Nothing
 * depends on it: what fails is counted and logged.
 *
 * <p><b>Threading:</b> confined to the task's thread, in which the consumer also calls back.
 */
final class GroupOffsetCommits {
    private static final Logger LOG = LoggerFactory.getLogger(GroupOffsetCommits.class);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(2);

    private final String group;
    private final Counter failures;
    private final TreeMap<Long, Map<TopicPartition, OffsetAndMetadata>> byCheckpoint = new TreeMap<>();
    /** What is to follow when the commit that is under way has ended. */
    private @Nullable Map<TopicPartition, OffsetAndMetadata> next;

    private boolean underWay;
    private boolean clashTold;
    private boolean failureTold;

    GroupOffsetCommits(String group, MetricGroup metrics) {
        this.group = group;
        failures = metrics.counter("failedOffsetCommits");
    }

    /** The positions in a checkpoint. */
    void remember(long checkpointId, Map<TopicPartition, Long> positions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach(
                (partition, position) -> offsets.put(partition, new OffsetAndMetadata(position, Optional.empty(), "")));
        byCheckpoint.put(checkpointId, offsets);
    }

    /** The checkpoint is complete; those before it need no commit of their own any more. */
    void completed(long checkpointId, Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = take(checkpointId);
        if (offsets == null) {
            return;
        }
        if (underWay) {
            next = offsets;
        } else {
            commit(offsets, consumer);
        }
    }

    /** The same when the consumer is not polled any more. */
    void completedAtEnd(long checkpointId, Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = take(checkpointId);
        if (offsets == null) {
            return;
        }
        next = null;
        try {
            consumer.commitSync(offsets, LAST_COMMIT);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            failed(e);
        }
    }

    private @Nullable Map<TopicPartition, OffsetAndMetadata> take(long checkpointId) {
        Map<TopicPartition, OffsetAndMetadata> offsets = byCheckpoint.get(checkpointId);
        byCheckpoint.headMap(checkpointId, true).clear();
        return offsets == null || offsets.isEmpty() ? null : offsets;
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Consumer<byte[], byte[]> consumer) {
        underWay = true;
        consumer.commitAsync(offsets, (committed, failure) -> {
            underWay = false;
            if (failure != null) {
                failed(failure);
            } else {
                failureTold = false;
            }
            Map<TopicPartition, OffsetAndMetadata> following = next;
            next = null;
            if (following != null) {
                commit(following, consumer);
            }
        });
    }

    private void failed(Exception failure) {
        failures.add(1);
        if (failure instanceof CommitFailedException || failure instanceof UnknownMemberIdException) {
            if (!clashTold) {
                clashTold = true;
                LOG.warn(
                        "Cannot commit offsets for others to see: group id clash: group \"{}\" has members of its own, whose"
                                + " offsets these would overwrite; give groupId(...) a name that only this job uses",
                        group,
                        failure);
            }
        } else if (!failureTold) {
            failureTold = true;
            LOG.warn(
                    "Cannot commit offsets for others to see: {}: group \"{}\"; the job goes on, its positions are in its"
                            + " checkpoints, and it tries again after the next one",
                    failure.toString(),
                    group);
        }
    }
}
