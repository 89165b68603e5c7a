package dev.weir.state;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Numbers the time between snapshots. An entry carries the epoch of its last change; a delta holds the entries that are
 * newer than the base, which is the epoch of the last confirmed snapshot.
 */
final class Epochs {
    /** No snapshot is confirmed: the next one is full. */
    static final int NO_BASE = 0;

    private static final int FIRST = 1;

    private record Snapshot(long checkpointId, int epoch, int changes) {}

    private final Deque<Snapshot> unconfirmed = new ArrayDeque<>();
    private int current = FIRST;
    private int base = NO_BASE;
    private boolean snapshotTaken;
    private int changesNow;
    private int changesBefore;

    /** Of a table that must not forget a removal: while files are merged. */
    static Epochs rememberingAll() {
        Epochs epochs = new Epochs();
        epochs.snapshotTaken = true;
        return epochs;
    }

    int current() {
        return current;
    }

    int base() {
        return base;
    }

    /** Counts an entry that changes for the first time in this epoch. */
    void countChange() {
        changesNow++;
    }

    /** An upper bound of the entries that changed since the base: one counts once for each epoch in which it changed. */
    int changes() {
        return changesBefore + changesNow;
    }

    /** Whether {@link #changes} spans one epoch only, so that nothing was counted twice. */
    boolean changesAreExact() {
        return current == base + 1;
    }

    /** Whether no delta will ever have to mention a tombstone of this epoch. */
    boolean isForgettable(int tombstoneEpoch) {
        return tombstoneEpoch <= base || (base == NO_BASE && !snapshotTaken);
    }

    /** Whether what was made in this epoch can be in no snapshot. */
    boolean isUnseen(int epoch) {
        return epoch == current;
    }

    /** Ends the current epoch with a snapshot. */
    void snapshot(long checkpointId) {
        unconfirmed.addLast(new Snapshot(checkpointId, current, changesNow));
        snapshotTaken = true;
        advance();
    }

    private void advance() {
        changesBefore += changesNow;
        changesNow = 0;
        if (++current == Integer.MAX_VALUE) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot number another snapshot: the epochs of keyed state are used up: " + current
                            + "; restart the job from its last checkpoint, which numbers them anew");
        }
    }

    /** Moves the base to a snapshot; returns whether it did: one that a later one has overtaken is of no interest. */
    boolean confirm(long checkpointId) {
        if (!isUnconfirmed(checkpointId)) {
            return false;
        }
        Snapshot confirmed;
        do {
            confirmed = unconfirmed.removeFirst();
            changesBefore -= confirmed.changes();
        } while (confirmed.checkpointId() != checkpointId);
        base = confirmed.epoch();
        return true;
    }

    private boolean isUnconfirmed(long checkpointId) {
        for (Snapshot snapshot : unconfirmed) {
            if (snapshot.checkpointId() == checkpointId) {
                return true;
            }
        }
        return false;
    }

    /** Ends the epoch in which state was restored; the base is what was restored if {@code complete}. */
    void restored(boolean complete) {
        if (complete) {
            base = current;
            changesNow = 0;
        }
        advance();
    }
}
