package dev.weir.consistency;

import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A model destination: rows, a ledger entry for each commit shard, transactions that can be prepared, and values by key
 * with a version. Survives every crash of the job. Its atomic step is atomic because the model has one thread.
 */
final class ModelLedger {
    private final Map<Integer, LedgerEntry> entries = new HashMap<>();
    private final Map<Integer, Long> owners = new HashMap<>();
    private final List<ModelOutput> rows = new ArrayList<>();
    private final Map<String, Transaction> transactions = new TreeMap<>();
    private final Map<Integer, Long> values = new HashMap<>();
    private boolean wentBack;

    /** One that is open, or prepared once it has its unit. */
    static final class Transaction {
        final int shard;
        final long attempt;
        final List<ModelOutput> rows = new ArrayList<>();

        @Nullable
        CommitUnit unit;

        Transaction(int shard, long attempt) {
            this.shard = shard;
            this.attempt = attempt;
        }

        boolean isPrepared() {
            return unit != null;
        }
    }

    LedgerEntry entry(int shard) {
        return entries.getOrDefault(shard, LedgerEntry.empty(0));
    }

    void setEntry(int shard, LedgerEntry entry) {
        entries.put(shard, entry);
    }

    /** The attempt that may write and commit. */
    long owner(int shard) {
        return owners.getOrDefault(shard, 0L);
    }

    void setOwner(int shard, long attempt) {
        owners.put(shard, attempt);
    }

    void addRows(List<ModelOutput> added) {
        rows.addAll(added);
    }

    /** Everything that a reader sees, in order of commit. */
    List<ModelOutput> rows() {
        return List.copyOf(rows);
    }

    Transaction begin(String id, int shard, long attempt) {
        Transaction transaction = new Transaction(shard, attempt);
        transactions.put(id, transaction);
        return transaction;
    }

    @Nullable
    Transaction transaction(String id) {
        return transactions.get(id);
    }

    void forget(String id) {
        transactions.remove(id);
    }

    void forgetAll(Predicate<Transaction> which) {
        transactions.values().removeIf(which);
    }

    /** What is still open or prepared. */
    Map<String, Transaction> transactions() {
        return transactions;
    }

    /** Sets a key to a version, unless it has a newer one and {@code guarded}. */
    void put(int key, long version, boolean guarded) {
        long before = values.getOrDefault(key, 0L);
        if (version >= before || !guarded) {
            values.put(key, version);
        }
        wentBack |= values.getOrDefault(key, 0L) < before;
    }

    /** The version of every key. */
    Map<Integer, Long> values() {
        return values;
    }

    /** Whether a reader can have seen some key's version go back. */
    boolean wentBack() {
        return wentBack;
    }
}
