package dev.weir.consistency.live;

import dev.weir.consistency.job.ModelSource;
import dev.weir.time.Clock;

/**
 * So many records a second over all readers of the process, until it is told to hurry.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class SteeredPace implements ModelSource.Pace {
    private static final int AT_ONCE = 256;

    private final Clock clock;
    private final long nanosPerRecord;
    private volatile boolean hurry;
    private long nextAt;

    SteeredPace(Clock clock, int recordsPerSecond) {
        this.clock = clock;
        this.nanosPerRecord = 1_000_000_000L / recordsPerSecond;
        this.nextAt = clock.nanos();
    }

    void hurry() {
        hurry = true;
    }

    @Override
    public int recordsFor(long polls) {
        if (hurry) {
            return AT_ONCE;
        }
        synchronized (this) {
            long now = clock.nanos();
            // Nothing is made up for after a stop.
            nextAt = Math.max(nextAt, now - 100 * nanosPerRecord);
            int due = (int) Math.min(AT_ONCE, (now - nextAt) / nanosPerRecord);
            nextAt += due * nanosPerRecord;
            return Math.max(0, due);
        }
    }
}
