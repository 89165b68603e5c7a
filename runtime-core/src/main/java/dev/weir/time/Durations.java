package dev.weir.time;

import java.time.Duration;

/** Durations in messages and plans. */
public final class Durations {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Durations() {}

    /** In the largest unit that divides it, for example {@code 90 s}, {@code 2 min}; parts of a millisecond are left out. */
    public static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % SECOND != 0) {
            return millis + " ms";
        }
        if (millis % MINUTE != 0) {
            return millis / SECOND + " s";
        }
        return millis % HOUR == 0 ? millis / HOUR + " h" : millis / MINUTE + " min";
    }
}
