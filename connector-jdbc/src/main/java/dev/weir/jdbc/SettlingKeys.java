package dev.weir.jdbc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The greatest keys that were seen from time to time, until each has been known for long enough. */
final class SettlingKeys {
    private static final int MOST = 64;

    private final KeyType type;
    private final long settleNanos;
    private final Deque<Seen> seen = new ArrayDeque<>();
    private @Nullable Object last;

    SettlingKeys(KeyType type, Duration settleTime) {
        this.type = type;
        settleNanos = settleTime.toNanos();
    }

    private record Seen(Object key, long nanos) {}

    /** Whether another look is of use. */
    boolean wantsMore() {
        return seen.size() < MOST;
    }

    void see(Object key, long nanos) {
        if (last == null || !type.same(last, key)) {
            last = key;
            seen.add(new Seen(key, nanos));
        }
    }

    /** Takes the newest key that is old enough, and all before it; null if there is none. */
    @Nullable
    Object takeSettled(long nanos) {
        Object settled = null;
        for (Seen next = seen.peek(); next != null && nanos - next.nanos() >= settleNanos; next = seen.peek()) {
            settled = next.key();
            seen.remove();
        }
        return settled;
    }
}
