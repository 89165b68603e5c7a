package dev.weir.checkpoint;

import java.util.Arrays;

/** The durations of the last checkpoints, in nanoseconds. */
final class RecentDurations {
    static final int KEPT = 101;

    private final long[] nanos = new long[KEPT];
    private int count;

    void add(long duration) {
        nanos[count++ % KEPT] = duration;
        if (count == 2 * KEPT) {
            count = KEPT;
        }
    }

    long median() {
        long[] sorted = Arrays.copyOf(nanos, Math.min(count, KEPT));
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
