package dev.weir.cli.demo;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * When to kill: after a random number of records and of checkpoints, and a random time after that, so that kills fall into
 * every phase of a checkpoint, and some into the recovery from the kill before. What is left to read is shared out between
 * the lives that are left, so that every kill comes before the end however fast the job is.
 */
final class KillPlan {

    private static final double EARLIEST = 0.1;
    private static final double LATEST = 0.9;
    private static final int MOST_CHECKPOINTS = 4;

    private final SplittableRandom random;
    private final Duration interval;
    private final long orders;
    private int killsLeft;
    private long kept;

    /** @param interval from one checkpoint to the next */
    KillPlan(long seed, int kills, long orders, Duration interval) {
        this.random = new SplittableRandom(seed);
        this.killsLeft = kills;
        this.orders = orders;
        this.interval = interval;
    }

    /**
     * The end of one life.
     *
     * @param records not before so many are read
     * @param checkpoints nor before so many are complete
     * @param limit but at the latest after so many records
     * @param delay how long after that
     */
    record Moment(long records, int checkpoints, long limit, Duration delay) {

        /** Whether the delay begins, in a life that has come so far. */
        boolean isReached(long recordsRead, int checkpointsCompleted) {
            return (recordsRead >= records && checkpointsCompleted >= checkpoints) || recordsRead >= limit;
        }
    }

    boolean hasKills() {
        return killsLeft > 0;
    }

    /** The end of the life that begins now. */
    Moment next() {
        double share = (double) Math.max(0, orders - kept) / (killsLeft + 1);
        return new Moment(
                Math.max(1, (long) (share * random.nextDouble(EARLIEST, LATEST))),
                random.nextInt(MOST_CHECKPOINTS + 1),
                Math.max(1, (long) (share * LATEST)),
                Duration.ofNanos(random.nextLong(interval.toNanos())));
    }

    /** A life was killed. The next one reads again what came after its last checkpoint, so many records are kept. */
    void killed(long recordsBeforeCheckpoint) {
        killsLeft--;
        kept += recordsBeforeCheckpoint;
    }
}
