package dev.weir.cli.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * Whom to kill, and when: after a random number of records and of checkpoints, and a random time after that, so that kills fall
 * into every phase of a checkpoint, and some into the recovery from the kill before. What is left to read is shared out between
 * the kills that are left, so that every kill comes before the end however fast the job is.
 */
final class KillPlan {

    private static final double EARLIEST = 0.1;
    private static final double LATEST = 0.9;
    private static final int MOST_CHECKPOINTS = 4;

    private final SplittableRandom random;
    private final Duration interval;
    private final long orders;
    private final Deque<Victim> victims;
    private long kept;

    /** @param interval from one checkpoint to the next */
    KillPlan(long seed, Toll kills, long orders, Duration interval) {
        this.random = new SplittableRandom(seed);
        this.victims = new ArrayDeque<>(kills.shuffled(seed));
        this.orders = orders;
        this.interval = interval;
    }

    /**
     * The next kill, counted from the one before.
     *
     * @param records not before so many are read
     * @param checkpoints nor before so many are complete
     * @param limit but at the latest after so many records
     * @param delay how long after that
     */
    record Moment(Victim victim, long records, int checkpoints, long limit, Duration delay) {

        /** Whether the delay begins, when so much was done since the kill before. */
        boolean isReached(long recordsRead, int checkpointsCompleted) {
            return (recordsRead >= records && checkpointsCompleted >= checkpoints) || recordsRead >= limit;
        }
    }

    boolean hasKills() {
        return !victims.isEmpty();
    }

    Moment next() {
        double share = (double) Math.max(0, orders - kept) / (victims.size() + 1);
        return new Moment(
                victims.element(),
                Math.max(1, (long) (share * random.nextDouble(EARLIEST, LATEST))),
                random.nextInt(MOST_CHECKPOINTS + 1),
                Math.max(1, (long) (share * LATEST)),
                Duration.ofNanos(random.nextLong(interval.toNanos())));
    }

    /**
     * A kill was done.
     *
     * @param records read since the kill before that are never read again: those before the last checkpoint if the job was hit
     */
    void killed(long records) {
        victims.remove();
        kept += records;
    }
}
