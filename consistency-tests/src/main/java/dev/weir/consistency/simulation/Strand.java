package dev.weir.consistency.simulation;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A thread of its own for a process that is to fall asleep in the middle of a step, where no state machine can be left. Only one of
 * the strand and its caller runs at any time; control goes back and forth, so that a run stays as deterministic as with one thread.
 *
 * <p><b>Threading:</b> {@link #start} and {@link #resume} by whoever has control, {@link #sleep} by the strand.
 */
final class Strand {
    private final Semaphore toStrand = new Semaphore(0);
    private final Semaphore toCaller = new Semaphore(0);
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    /** Runs the body until it sleeps or ends. */
    void start(Runnable body) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    toStrand.acquireUninterruptibly();
                    try {
                        body.run();
                    } catch (Throwable thrown) {
                        failure = thrown;
                    } finally {
                        ended = true;
                        toCaller.release();
                    }
                },
                "simulated process");
        thread.setDaemon(true);
        thread.start();
        resume();
    }

    /** Gives control back; returns when it is resumed. */
    void sleep() {
        toCaller.release();
        toStrand.acquireUninterruptibly();
    }

    /** Runs it until it sleeps again or ends. */
    void resume() throws InterruptedException {
        toStrand.release();
        toCaller.acquire();
        Throwable thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("a simulated process broke its harness", thrown);
        }
    }

    boolean ended() {
        return ended;
    }
}
