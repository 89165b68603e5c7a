package dev.weir.delivery;

import dev.weir.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * How long to wait before the next try of one shard: doubling from 50 milliseconds to 10 seconds. Whoever watches the log
 * is warned when it has failed for a second (a hiccup is daily life), and then every 30 seconds at most.
 *
 * <p><b>Threading:</b> confined to the committer's thread.
 */
final class Backoff {
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);
    private static final long BEFORE_WARNING = TimeUnit.SECONDS.toNanos(1);
    private static final long BETWEEN_WARNINGS = TimeUnit.SECONDS.toNanos(30);

    private final Clock clock;
    private final Logger log;
    private int failures;
    private long delay;
    private long firstFailure;
    private long lastFailure;
    private long nextWarning;
    private boolean warned;

    Backoff(Clock clock, Logger log) {
        this.clock = clock;
        this.log = log;
    }

    /** Nanoseconds until the next try; 0 when it may be now. */
    long remaining() {
        return failures == 0 ? 0 : Math.max(0, lastFailure + delay - clock.nanos());
    }

    /** Returns how many nanoseconds to wait. */
    long failed(String what, Exception cause) {
        lastFailure = clock.nanos();
        failures++;
        delay = failures == 1 ? SHORTEST : Math.min(LONGEST, delay * 2);
        if (failures == 1) {
            firstFailure = lastFailure;
            nextWarning = firstFailure + BEFORE_WARNING;
        }
        if (lastFailure - nextWarning >= 0) {
            nextWarning = lastFailure + BETWEEN_WARNINGS;
            warned = true;
            log.warn(
                    "{} failed {} times in {} ms and will be tried again for as long as it takes: {}",
                    what,
                    failures,
                    TimeUnit.NANOSECONDS.toMillis(lastFailure - firstFailure),
                    cause.toString());
        } else {
            log.debug("{} failed", what, cause);
        }
        return delay;
    }

    void succeeded(Supplier<String> what) {
        if (warned) {
            log.info("{} succeeded after {} failures", what.get(), failures);
        }
        failures = 0;
        warned = false;
    }
}
