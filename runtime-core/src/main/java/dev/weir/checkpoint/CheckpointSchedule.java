package dev.weir.checkpoint;

/** When the next checkpoint is due. Not thread-safe. */
final class CheckpointSchedule {
    private final long interval;
    private final long minPause;
    private long lastTrigger;
    private long earliest;

    /** The first checkpoint is due one interval after {@code now}. */
    CheckpointSchedule(CheckpointSettings settings, long now) {
        interval = settings.interval().toNanos();
        minPause = settings.minPause().toNanos();
        lastTrigger = now;
        earliest = now;
    }

    void triggered(long now) {
        lastTrigger = now;
    }

    void ended(long now) {
        earliest = now + minPause;
    }

    /** At most 0 if it is due. */
    long nanosUntilTrigger(long now) {
        return Math.max(interval - (now - lastTrigger), earliest - now);
    }
}
