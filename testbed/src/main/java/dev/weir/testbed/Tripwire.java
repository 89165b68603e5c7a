package dev.weir.testbed;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A {@link CutPoint} that was armed in a proxy. It cuts one connection at most. */
public final class Tripwire {

    private final CutPoint point;
    private final byte[] pattern;
    private final CountDownLatch fired = new CountDownLatch(1);
    private int matchesLeft;

    Tripwire(CutPoint point) {
        this.point = point;
        this.pattern = point.bytes();
        this.matchesLeft = point.occurrence();
    }

    CutPoint point() {
        return point;
    }

    public boolean hasFired() {
        return fired.getCount() == 0;
    }

    /** Waits until the connection is cut. */
    public void awaitFired(Duration limit) {
        try {
            if (!fired.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TestbedException("Cannot wait any longer for a cut: its bytes did not come within " + limit
                        + ": " + point + "; check what the client really sends");
            }
        } catch (InterruptedException e) {
            throw TestbedException.interrupted("wait for a cut", e);
        }
    }

    void cutDone() {
        fired.countDown();
    }

    /**
     * Looks for the deciding match.
     *
     * @param carried how many bytes at the front were already looked at, and are here only for matches across the border
     * @return where it begins, in bytes after the carried ones: negative if it began among those
     */
    synchronized OptionalInt findIn(Direction direction, byte[] bytes, int carried, int length) {
        if (direction != point.direction() || matchesLeft == 0) {
            return OptionalInt.empty();
        }
        for (int at = Math.max(0, carried - pattern.length + 1); at <= length - pattern.length; at++) {
            if (matches(bytes, at) && --matchesLeft == 0) {
                return OptionalInt.of(at - carried);
            }
        }
        return OptionalInt.empty();
    }

    private boolean matches(byte[] bytes, int at) {
        for (int i = 0; i < pattern.length; i++) {
            if (bytes[at + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }
}
