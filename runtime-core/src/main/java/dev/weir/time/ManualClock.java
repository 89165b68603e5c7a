package dev.weir.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved: for tests and simulations. Safe from any thread. */
public final class ManualClock implements Clock {
    private final long originMillis;
    private final AtomicLong nanos = new AtomicLong();

    /** Begins at this wall-clock time, in milliseconds since the epoch. */
    public ManualClock(long originMillis) {
        this.originMillis = originMillis;
    }

    public void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public long millis() {
        return originMillis + nanos.get() / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos.get();
    }
}
