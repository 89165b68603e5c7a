package dev.weir.delivery;

import dev.weir.sink.CommitUnit;

/**
 * A unit that its barrier has closed.
 *
 * @param digestBefore the stream's digest where the unit begins
 */
record SealedUnit(CommitUnit unit, long digestBefore, Segment segment) implements UnitQueue.Sealed {
    @Override
    public long checkpointId() {
        return unit.checkpointId();
    }

    boolean isEmpty() {
        return unit.recordCount() == 0;
    }

    /** The same records as the next unit of another lineage. */
    SealedUnit renumbered(String lineage, long sequence) {
        CommitUnit other = new CommitUnit(
                lineage, sequence, unit.checkpointId(), unit.recordCount(), unit.position(), unit.digest());
        return new SealedUnit(other, digestBefore, segment);
    }
}
