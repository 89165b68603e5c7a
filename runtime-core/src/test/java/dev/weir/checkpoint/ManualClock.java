package dev.weir.checkpoint;

import dev.weir.time.Clock;
import java.time.Duration;

/** Time that stands still until a test moves it. */
final class ManualClock implements Clock {
    private static final long START_MILLIS = 1_700_000_000_000L;

    private long nanos;

    void advance(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public long millis() {
        return START_MILLIS + nanos / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos;
    }
}
