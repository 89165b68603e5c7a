package dev.weir.source;

/**
 * Says how many records are due. Record n of all stripes is due n / rate seconds after the start, the first at once; so
 * the stripes of different subtasks take turns without speaking to each other, and no rounding adds up.
 */
final class Pace {
    static final long MAX_RATE = 1_000_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long recordsPerSecond;
    private final long startNanos;

    Pace(long recordsPerSecond, long startNanos) {
        this.recordsPerSecond = recordsPerSecond;
        this.startNanos = startNanos;
    }

    /** The same rate from another start. */
    Pace from(long nanos) {
        return new Pace(recordsPerSecond, nanos);
    }

    /** How many records of one stripe are due at a time, counted from the start. */
    long due(long nanos, int stripe, int stripes) {
        long elapsed = nanos - startNanos;
        long seconds = elapsed / NANOS_PER_SECOND;
        long rest = elapsed % NANOS_PER_SECOND;
        long ofAll = seconds * recordsPerSecond + rest * recordsPerSecond / NANOS_PER_SECOND + 1;
        return ofAll <= stripe ? 0 : (ofAll - stripe - 1) / stripes + 1;
    }
}
