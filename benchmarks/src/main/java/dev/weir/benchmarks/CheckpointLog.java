package dev.weir.benchmarks;

import dev.weir.Job;
import dev.weir.checkpoint.CheckpointStatistics;
import java.util.ArrayList;
import java.util.List;

/** Follows the checkpoints that a job completes while somebody keeps looking. */
final class CheckpointLog {
    private final Job job;
    private final List<Long> millis = new ArrayList<>();
    private long lastId;
    private long bytes;

    CheckpointLog(Job job) {
        this.job = job;
    }

    /** Notes a checkpoint that was completed since the last look. */
    void look() {
        CheckpointStatistics now = job.metrics().checkpoints().orElse(null);
        if (now != null && now.lastId() > lastId) {
            lastId = now.lastId();
            bytes += now.lastNewBytes();
            millis.add(now.lastDuration().toMillis());
        }
    }

    void report(ResultLine line) {
        line.put("checkpoints", millis.size());
        if (!millis.isEmpty()) {
            long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
            line.put("cpMedianMs", sorted[sorted.length / 2])
                    .put("cpMaxMs", sorted[sorted.length - 1])
                    .put("cpBytes", bytes / sorted.length);
        }
    }
}
