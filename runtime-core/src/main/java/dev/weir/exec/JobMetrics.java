package dev.weir.exec;

import dev.weir.checkpoint.CheckpointStatistics;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a running job has done so far in this process. Immutable.
 *
 * @param counters every counter as {@code uid.name}
 * @param restarts how often the job was restarted in this process
 * @param checkpoints of the current attempt, if one is running
 */
public record JobMetrics(Map<String, Long> counters, int restarts, Optional<CheckpointStatistics> checkpoints) {
    public JobMetrics {
        counters = Map.copyOf(counters);
    }

    static JobMetrics of(Map<String, Long> counters, int restarts, @Nullable CheckpointStatistics checkpoints) {
        return new JobMetrics(counters, restarts, Optional.ofNullable(checkpoints));
    }

    /** The records that all sources have emitted. */
    public long recordsOut() {
        return counters.entrySet().stream()
                .filter(counter -> counter.getKey().endsWith(".recordsOut"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
