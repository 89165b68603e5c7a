package dev.weir.jdbc;

import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One commit shard in a ledger.
 *
 * @param entry what is committed, and by which attempt the shard is owned
 * @param checkpoint the one that closed the last committed unit; 0 before the first
 * @param records of the last committed unit
 * @param updated when the row was last written
 * @param beyond units that were committed by hand before their turn
 */
public record LedgerRow(
        String job,
        String sink,
        int shard,
        LedgerEntry entry,
        long checkpoint,
        long records,
        Instant updated,
        List<CommitUnit> beyond) {
    public LedgerRow {
        beyond = List.copyOf(beyond);
    }

    /** Whether the unit is committed: those of a lineage follow each other without gaps. */
    public boolean knows(CommitUnit unit) {
        return entry.records(unit)
                || (entry.lineage().equals(unit.lineage()) && entry.sequence() > unit.sequence())
                || beyond.contains(unit);
    }

    /** Puts behind the row what is committed and not yet in it, in sequence. */
    LedgerRow after(List<CommitUnit> units) {
        LedgerRow row = this;
        List<CommitUnit> rest = new ArrayList<>();
        for (CommitUnit unit : units) {
            if (unit.sequence() == row.entry.sequence() + 1) {
                row = new LedgerRow(
                        job,
                        sink,
                        shard,
                        row.entry.after(unit),
                        unit.checkpointId(),
                        unit.recordCount(),
                        updated,
                        List.of());
            } else if (unit.sequence() > row.entry.sequence()) {
                rest.add(unit);
            }
        }
        return new LedgerRow(job, sink, shard, row.entry, row.checkpoint, row.records, updated, rest);
    }
}
