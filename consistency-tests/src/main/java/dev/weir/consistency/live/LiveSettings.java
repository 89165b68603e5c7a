package dev.weir.consistency.live;

import dev.weir.consistency.history.Workload;
import java.time.Duration;

/**
 * How much is tried, and how long everything may take.
 *
 * @param recordsPerPartition so many that a job which does not hurry outlasts a case
 * @param recordsPerSecond of a job that does not hurry
 * @param kills in one case of sudden deaths
 * @param occurrences a label is halted at the first of so many times, drawn from the seed
 * @param asleep how long a frozen process or destination sleeps at least
 * @param soak how long nothing may change after the end
 * @param life the most that one process may take
 */
public record LiveSettings(
        long recordsPerPartition,
        int recordsPerSecond,
        int kills,
        int occurrences,
        Duration asleep,
        Duration soak,
        Duration life) {
    private static final int PARTITIONS = 4;
    private static final int KEYS_PER_PARTITION = 5;

    /** For a build: each place once, and no waiting for what only takes time. */
    public static LiveSettings brief() {
        return new LiveSettings(
                2_500, 400, 3, 2, Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofSeconds(60));
    }

    /** For a verification: sleeps are longer than every timeout of the built-in sinks. */
    public static LiveSettings thorough() {
        return new LiveSettings(
                10_000, 1_000, 12, 4, Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(90));
    }

    Workload workload(long seed) {
        return new Workload(seed, PARTITIONS, recordsPerPartition, KEYS_PER_PARTITION);
    }
}
