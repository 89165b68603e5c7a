package dev.weir.consistency;

import dev.weir.sink.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model destination: rows, and a ledger entry for each commit shard. Survives every crash of the job. Its atomic step is
 * atomic because the model has one thread.
 */
final class ModelLedger {
    private final Map<Integer, LedgerEntry> entries = new HashMap<>();
    private final List<ModelOutput> rows = new ArrayList<>();

    LedgerEntry entry(int shard) {
        return entries.getOrDefault(shard, LedgerEntry.empty(0));
    }

    void setEntry(int shard, LedgerEntry entry) {
        entries.put(shard, entry);
    }

    void addRows(List<ModelOutput> added) {
        rows.addAll(added);
    }

    /** Everything that a reader sees, in order of commit. */
    List<ModelOutput> rows() {
        return List.copyOf(rows);
    }
}
