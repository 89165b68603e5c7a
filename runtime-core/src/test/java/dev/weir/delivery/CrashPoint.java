package dev.weir.delivery;

import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;

/** Crashes once, when a label is reached for the n-th time. */
final class CrashPoint implements FaultInjector {
    private final Label label;
    private int left;
    private boolean hit;

    CrashPoint(Label label, int occurrence) {
        this.label = label;
        this.left = occurrence;
    }

    @Override
    public void at(Label reached) {
        if (reached == label && --left == 0) {
            hit = true;
            throw new Crash(label);
        }
    }

    boolean wasHit() {
        return hit;
    }

    /** The process is gone. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash(Label label) {
            super("crash at " + label);
        }
    }
}
