package dev.weir.consistency.fault;

import dev.weir.consistency.job.ModelSource;

/** So many records a second over all readers, from the first poll on. */
final class SteadyPace implements ModelSource.Pace {
    private static final int MOST_AT_ONCE = 16;

    private final double nanosEach;
    private long started;
    private long given;

    SteadyPace(int recordsPerSecond) {
        nanosEach = 1e9 / recordsPerSecond;
    }

    @Override
    public synchronized int recordsFor(long polls) {
        long now = System.nanoTime();
        started = started == 0 ? now : started;
        int due = (int) Math.min(MOST_AT_ONCE, (now - started) / nanosEach - given);
        given += due;
        return due;
    }
}
