package dev.weir.checkpoint;

import java.time.Duration;

/**
 * What became of the checkpoints of one attempt. A snapshot.
 *
 * @param completed how many were completed
 * @param aborted how many timed out or were declined
 * @param lastId the id of the last complete one, 0 before the first
 * @param lastCompletedMillis wall-clock time of its completion, 0 before the first
 * @param lastDuration from its trigger until it was durable
 * @param medianDuration of the last {@value RecentDurations#KEPT} complete ones
 * @param lastNewBytes what it added: files that the one before did not have, and the operators' own bytes
 * @param lastTotalBytes all files that it refers to, and the operators' own bytes
 */
public record CheckpointStatistics(
        long completed,
        long aborted,
        long lastId,
        long lastCompletedMillis,
        Duration lastDuration,
        Duration medianDuration,
        long lastNewBytes,
        long lastTotalBytes) {
    static final CheckpointStatistics NONE = new CheckpointStatistics(0, 0, 0, 0, Duration.ZERO, Duration.ZERO, 0, 0);
}
