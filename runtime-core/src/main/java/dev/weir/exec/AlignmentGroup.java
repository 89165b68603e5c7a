package dev.weir.exec;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/** How far the slowest split of each subtask of one source is. Safe from any thread. */
final class AlignmentGroup {
    /** Nothing of the subtask holds others back. */
    static final long NOTHING = Long.MAX_VALUE;

    private final AtomicLongArray slowest;
    private final long maxDriftMillis;

    AlignmentGroup(int subtasks, Duration maxDrift) {
        slowest = new AtomicLongArray(subtasks);
        for (int subtask = 0; subtask < subtasks; subtask++) {
            slowest.set(subtask, NOTHING);
        }
        maxDriftMillis = Math.max(1, maxDrift.toMillis());
    }

    /** Tells the lowest watermark of a subtask's splits, or {@link #NOTHING}. */
    void tell(int subtask, long watermark) {
        slowest.set(subtask, watermark);
    }

    /** The watermark from which on a split has to wait. */
    long limit() {
        long lowest = NOTHING;
        for (int subtask = 0; subtask < slowest.length(); subtask++) {
            lowest = Math.min(lowest, slowest.get(subtask));
        }
        return lowest > Long.MAX_VALUE - maxDriftMillis ? Long.MAX_VALUE : lowest + maxDriftMillis;
    }
}
