package dev.weir.testbed;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A {@link CutPoint} that was armed in a proxy. It cuts one connection at most. */
public final class Tripwire {

    private final CutPoint point;
    private final CountDownLatch fired = new CountDownLatch(1);
    private int matchesLeft;

    Tripwire(CutPoint point) {
        this.point = point;
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

    /** Looks for the deciding match and says where it begins, as {@link Mark#nextIn}. */
    synchronized OptionalInt findIn(Chunk chunk) {
        if (chunk.direction() != point.direction() || matchesLeft == 0) {
            return OptionalInt.empty();
        }
        for (int at = -chunk.carried(); (at = point.mark().nextIn(chunk, at)) != Mark.NOWHERE; at++) {
            if (--matchesLeft == 0) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }
}
