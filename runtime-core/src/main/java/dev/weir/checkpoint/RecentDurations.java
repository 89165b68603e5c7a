package dev.weir.checkpoint;

import java.util.Arrays;

/** The durations of the last checkpoints, in nanoseconds. */
final class RecentDurations {
    static final int KEPT = 101;

    private final long[] inOrder = new long[KEPT];
    private final long[] sorted = new long[KEPT];
    private int oldest;
    private int size;

    void add(long duration) {
        if (size == KEPT) {
            int gone = Arrays.binarySearch(sorted, inOrder[oldest]);
            System.arraycopy(sorted, gone + 1, sorted, gone, --size - gone);
        }
        inOrder[oldest] = duration;
        oldest = oldest + 1 == KEPT ? 0 : oldest + 1;
        int found = Arrays.binarySearch(sorted, 0, size, duration);
        int place = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, place, sorted, place + 1, size++ - place);
        sorted[place] = duration;
    }

    long median() {
        return size == 0 ? 0 : sorted[size / 2];
    }
}
