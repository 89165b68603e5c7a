package dev.weir.exec;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a stepper's thread sleep and others wake it. The sleeper announces itself, looks once more whether there is work,
 * and parks; whoever makes work first publishes it, then looks for the announcement. A full fence on both sides makes sure
 * that at least one of them sees the other.
 */
final class Waker {
    private volatile @Nullable Thread sleeper;

    /** Announces that the calling thread is about to sleep; it must look for work once more afterwards. */
    void announceSleep() {
        sleeper = Thread.currentThread();
        VarHandle.fullFence();
    }

    /** Whether a sleep was announced and nobody has signalled since. */
    boolean isAsleep() {
        return sleeper != null;
    }

    void retractSleep() {
        sleeper = null;
    }

    /** Sleeps until signalled, at most this long. May return early. */
    void sleep(long nanos) {
        if (sleeper != null) {
            if (nanos == Stepper.IDLE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
        sleeper = null;
    }

    /** Wakes the sleeper, if there is one; cheap if not. To be called after the work was published. */
    void signal() {
        VarHandle.fullFence();
        Thread thread = sleeper;
        if (thread != null) {
            sleeper = null;
            LockSupport.unpark(thread);
        }
    }
}
