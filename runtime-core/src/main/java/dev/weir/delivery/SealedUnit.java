package dev.weir.delivery;

import dev.weir.sink.CommitUnit;
import dev.weir.state.OperatorSnapshot.PendingFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit that its barrier has closed.
 *
 * @param digestBefore the stream's digest where the unit begins
 * @param segment the records, or null if only the transaction has them
 * @param transaction that holds the records, or null if there is none
 */
record SealedUnit(
        CommitUnit unit,
        long digestBefore,
        @Nullable Segment segment,
        @Nullable UnitTransaction transaction) {
    long checkpointId() {
        return unit.checkpointId();
    }

    boolean isEmpty() {
        return unit.recordCount() == 0;
    }

    /** What the segment has to do before the unit's checkpoint can be complete. */
    List<PendingFile> pendingFiles() {
        return segment == null ? List.of() : segment.pendingFiles();
    }

    /** Keeps the records in files only. */
    void forgetMemory() {
        if (segment != null) {
            segment.forgetMemory();
        }
    }

    /** The same records as the next unit of another lineage. */
    SealedUnit renumbered(String lineage, long sequence) {
        if (transaction != null) {
            // Its ledger entry is inside and cannot be changed any more.
            return this;
        }
        CommitUnit other = new CommitUnit(
                lineage, sequence, unit.checkpointId(), unit.recordCount(), unit.position(), unit.digest());
        return new SealedUnit(other, digestBefore, segment, null);
    }
}
