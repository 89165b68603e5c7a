package dev.weir.consistency.model;

import dev.weir.sink.LedgerEntry;
import org.jspecify.annotations.Nullable;

/** One commit shard in the ledger of a model destination, with the lock on it. */
final class LedgerRow {
    private LedgerEntry entry;
    private String owner;
    private boolean changed = true;

    /** The local transaction that has it locked, or null. */
    @Nullable
    ModelTransaction lockedBy;

    LedgerRow(long attempt, String owner) {
        this.entry = LedgerEntry.empty(attempt);
        this.owner = owner;
    }

    LedgerEntry entry() {
        return entry;
    }

    boolean belongsTo(long attempt, String name) {
        return entry.attempt() == attempt && owner.equals(name);
    }

    /** Raises the attempt; false if it is not higher. */
    boolean claim(long attempt, String name) {
        if (attempt <= entry.attempt()) {
            return false;
        }
        entry = new LedgerEntry(attempt, entry.lineage(), entry.sequence(), entry.position(), entry.digest());
        owner = name;
        changed = true;
        return true;
    }

    void set(LedgerEntry next) {
        entry = next;
        changed = true;
    }

    /** Whether it changed since this was asked last. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
