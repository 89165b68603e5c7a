package dev.weir.jdbc;

import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.time.Instant;

/**
 * One commit shard in a ledger table.
 *
 * @param entry what is committed, and by which attempt the shard is owned
 * @param checkpoint the one that closed the last committed unit; 0 before the first
 * @param records of the last committed unit
 * @param updated when the row was last written
 */
public record LedgerRow(
        String job, String sink, int shard, LedgerEntry entry, long checkpoint, long records, Instant updated) {
    /** Whether the unit is committed: units of a shard follow each other without gaps. */
    public boolean knows(CommitUnit unit) {
        return entry.records(unit) || (entry.lineage().equals(unit.lineage()) && entry.sequence() > unit.sequence());
    }
}
