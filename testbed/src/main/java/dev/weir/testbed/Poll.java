package dev.weir.testbed;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for facts that only {@code /proc} or a file can tell, so without anything to be woken by. */
final class Poll {

    private static final long STEP_MILLIS = 2;

    private Poll() {}

    /** Whether the condition came true within the limit. An interrupt ends the wait. */
    static boolean until(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(STEP_MILLIS);
        }
        return true;
    }

    /** As {@link #until}, for work that must not be left half done: an interrupt is kept for the caller. */
    static boolean untilUninterruptibly(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return until(Duration.ofNanos(Math.max(0, end - System.nanoTime())), condition);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
