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
 * @param call the most that one call of the subject's code may take
 * @param restarts of the job in one process, at most
 */
public record LiveSettings(
        long recordsPerPartition,
        int recordsPerSecond,
        int kills,
        int occurrences,
        Duration asleep,
        Duration soak,
        Duration life,
        Duration call,
        int restarts) {
    private static final int PARTITIONS = 4;
    private static final int KEYS_PER_PARTITION = 5;
    private static final int RESTARTS = 200;
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final Duration LATE = Duration.ofSeconds(2);

    /** For a build: each place once, and no waiting for what only takes time. */
    public static LiveSettings brief() {
        return new LiveSettings(
                2_500,
                250,
                3,
                2,
                Duration.ofMillis(500),
                Duration.ofMillis(100),
                Duration.ofSeconds(60),
                CALL,
                RESTARTS);
    }

    /** For a verification: sleeps are longer than every timeout of the built-in sinks. */
    public static LiveSettings thorough() {
        return new LiveSettings(
                10_000,
                1_000,
                12,
                4,
                Duration.ofSeconds(6),
                Duration.ofSeconds(1),
                Duration.ofSeconds(90),
                CALL,
                RESTARTS);
    }

    /** The same for a run of at least this long, with a soak that shows late duplicates. */
    LiveSettings lasting(Duration duration, Duration spare) {
        long records = recordsPerSecond * duration.plus(spare).toSeconds() / PARTITIONS;
        return new LiveSettings(
                records, recordsPerSecond, kills, occurrences, asleep, LATE, duration.plus(spare), call, restarts);
    }

    Workload workload(long seed) {
        return new Workload(seed, PARTITIONS, recordsPerPartition, KEYS_PER_PARTITION);
    }
}
