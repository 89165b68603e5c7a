package dev.weir.delivery;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sealed units of one shard that are not known as committed, between the task that seals them and the committer.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class UnitQueue {
    private final ArrayDeque<SealedUnit> units = new ArrayDeque<>();
    private @Nullable SealedUnit lastCommitted;
    private int restored;
    private long completedCheckpoint = Long.MIN_VALUE;
    private volatile int backlog;

    /** {@code restored} are the units of a complete checkpoint. */
    UnitQueue(Collection<SealedUnit> restored) {
        this.units.addAll(restored);
        this.restored = restored.size();
        this.backlog = restored.size();
    }

    /**
     * What is committed and what is still to come, at one instant.
     *
     * @param lastCommitted the unit before the first pending one, or null if this queue has not seen it
     */
    record Content(@Nullable SealedUnit lastCommitted, List<SealedUnit> pending) {}

    synchronized Content content() {
        return new Content(lastCommitted, List.copyOf(units));
    }

    /** Whether there is a unit that is not known as committed. */
    synchronized boolean isWaiting() {
        return !units.isEmpty();
    }

    synchronized void addAll(List<SealedUnit> sealed) {
        units.addAll(sealed);
        countBacklog();
    }

    synchronized void checkpointCompleted(long checkpointId) {
        completedCheckpoint = Math.max(completedCheckpoint, checkpointId);
        countBacklog();
    }

    /** The next unit to commit, or null as long as no checkpoint that holds it is complete. */
    synchronized @Nullable SealedUnit nextToCommit() {
        return backlog > 0 ? units.peek() : null;
    }

    /** The unit that came from {@link #nextToCommit} is committed. */
    @SuppressWarnings("ReferenceEquality") // the same object, not an equal one
    synchronized void committed(SealedUnit unit) {
        if (units.poll() != unit) {
            throw new IllegalStateException("not the first unit: " + unit);
        }
        lastCommitted = unit;
        restored = Math.max(0, restored - 1);
        countBacklog();
    }

    /** How many units could be committed now. */
    int backlog() {
        return backlog;
    }

    synchronized boolean holdsRestored() {
        return restored > 0;
    }

    private void countBacklog() {
        int count = 0;
        for (SealedUnit unit : units) {
            if (count >= restored && unit.checkpointId() > completedCheckpoint) {
                break;
            }
            count++;
        }
        backlog = count;
    }
}
