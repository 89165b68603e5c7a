package dev.weir.exec;

import java.time.Duration;

/**
 * A clock that only runs while a source is read: a split is not idle because back pressure has kept the source from looking.
 * It takes the time between two looks, of which a source that may read makes one in each watermark interval, up to a limit.
 *
 * <p><b>Threading:</b> confined to the task's thread.
 */
final class ReadingTime {
    /** A poll may take as long beyond the interval. */
    private static final Duration LONG_POLL = Duration.ofMillis(250);

    private final long longestLook;
    private long lastLook;
    private long nanos;

    ReadingTime(long now, Duration watermarkInterval) {
        longestLook = watermarkInterval.plus(LONG_POLL).toNanos();
        lastLook = now;
    }

    /** Looks at the real clock; returns what this one shows then. */
    long advanceTo(long now) {
        nanos += Math.min(now - lastLook, longestLook);
        lastLook = now;
        return nanos;
    }

    long nanos() {
        return nanos;
    }
}
