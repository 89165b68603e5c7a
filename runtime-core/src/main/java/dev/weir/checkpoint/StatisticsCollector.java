package dev.weir.checkpoint;

import dev.weir.checkpoint.CheckpointMetadata.OperatorState;
import dev.weir.checkpoint.CheckpointMetadata.SubtaskState;
import dev.weir.state.FileRef;
import java.time.Duration;
import java.util.Set;

/** Counts checkpoints. Written by one thread, read by any. */
final class StatisticsCollector {
    private final RecentDurations durations = new RecentDurations();
    private Set<FileRef> lastFiles = Set.of();
    private volatile CheckpointStatistics snapshot = CheckpointStatistics.NONE;

    CheckpointStatistics snapshot() {
        return snapshot;
    }

    void completed(CheckpointMetadata metadata, long nanos) {
        durations.add(nanos);
        Set<FileRef> files = metadata.dataFiles();
        long own = ownBytes(metadata);
        long total = own;
        long added = own;
        for (FileRef file : files) {
            total += file.length();
            added += lastFiles.contains(file) ? 0 : file.length();
        }
        lastFiles = files;
        CheckpointStatistics last = snapshot;
        snapshot = new CheckpointStatistics(
                last.completed() + 1,
                last.aborted(),
                metadata.checkpointId(),
                metadata.completedMillis(),
                Duration.ofNanos(nanos),
                Duration.ofNanos(durations.median()),
                added,
                total);
    }

    void aborted() {
        CheckpointStatistics last = snapshot;
        snapshot = new CheckpointStatistics(
                last.completed(),
                last.aborted() + 1,
                last.lastId(),
                last.lastCompletedMillis(),
                last.lastDuration(),
                last.medianDuration(),
                last.lastNewBytes(),
                last.lastTotalBytes());
    }

    private static long ownBytes(CheckpointMetadata metadata) {
        long bytes = 0;
        for (OperatorState operator : metadata.operators()) {
            for (SubtaskState subtask : operator.subtasks()) {
                bytes += subtask.state().length;
            }
        }
        return bytes;
    }
}
