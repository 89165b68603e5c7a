package dev.weir.delivery;

import dev.weir.time.Clock;
import java.util.concurrent.TimeUnit;

/** Stands still until it is told to go on. */
final class ManualClock implements Clock {
    private long nanos = 1_000;

    @Override
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    void advanceNanos(long by) {
        nanos += by;
    }
}
