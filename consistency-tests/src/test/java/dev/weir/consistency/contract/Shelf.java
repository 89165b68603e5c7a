package dev.weir.consistency.contract;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A destination in memory that can do everything: rows, keys with versions, a ledger, prepared transactions.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class Shelf implements Destination, Destination.SupportsInDoubt {
    final Flaw flaw;
    private final List<OutputRecord> rows = new ArrayList<>();
    private final Map<String, OutputRecord> byKey = new TreeMap<>();
    private final Map<Integer, Owned> ledger = new HashMap<>();
    private final Map<String, Prepared> prepared = new TreeMap<>();

    /** A shard's row. */
    record Owned(LedgerEntry entry, String owner) {}

    /** A prepared transaction. */
    record Prepared(int shard, CommitUnit unit, List<OutputRecord> records) {}

    Shelf(Flaw flaw) {
        this.flaw = flaw;
    }

    boolean makes(Flaw other) {
        return flaw == other;
    }

    private int rowOf(PortContext context) {
        return makes(Flaw.ONE_LEDGER_FOR_ALL_SHARDS) ? 0 : context.shard();
    }

    synchronized @Nullable LedgerEntry entry(PortContext context) {
        Owned owned = ledger.get(rowOf(context));
        return owned == null ? null : owned.entry;
    }

    synchronized LedgerEntry fence(PortContext context) {
        Owned before = ledger.get(rowOf(context));
        if (!makes(Flaw.OLDER_FENCES)) {
            requireNoNewer(context);
        }
        LedgerEntry entry = before == null || makes(Flaw.FENCE_RESETS)
                ? LedgerEntry.empty(context.attempt())
                : new LedgerEntry(
                        context.attempt(),
                        before.entry.lineage(),
                        before.entry.sequence(),
                        before.entry.position(),
                        before.entry.digest());
        if (before == null && makes(Flaw.FIRST_FENCE_INVENTS)) {
            entry = new LedgerEntry(context.attempt(), "x", 7, 7, 7);
        }
        ledger.put(rowOf(context), new Owned(entry, context.owner()));
        if (makes(Flaw.FENCE_ENDS_PREPARED)) {
            endPrepared(context);
        }
        return entry;
    }

    synchronized void endPrepared(PortContext context) {
        prepared.values().removeIf(each -> each.shard == context.shard());
    }

    private void requireNoNewer(PortContext context) {
        Owned owned = ledger.get(rowOf(context));
        boolean older = owned != null && owned.entry.attempt() > context.attempt();
        boolean other = owned != null
                && !makes(Flaw.OWNER_IGNORED)
                && owned.entry.attempt() == context.attempt()
                && !owned.owner.equals(context.owner());
        if (older || other) {
            throw new WeirException(ErrorCode.FENCED, "Cannot use shard " + context.shard() + ": taken over; stop");
        }
    }

    /** Fails unless the shard belongs to the asker; some mistakes forgive that. */
    synchronized void requireOwned(PortContext context, Flaw forgiving) {
        if (!makes(forgiving)) {
            requireNoNewer(context);
        }
    }

    /** Writes records and entry in one step. */
    synchronized void commit(PortContext context, CommitUnit unit, List<OutputRecord> records) {
        rows.addAll(records);
        Owned owned = ledger.get(rowOf(context));
        if (owned != null
                && !makes(Flaw.TRANSACTION_WITHOUT_ENTRY)
                && !(makes(Flaw.EMPTY_UNIT_SKIPPED) && records.isEmpty())) {
            ledger.put(rowOf(context), new Owned(owned.entry.after(unit), owned.owner));
        }
    }

    synchronized void append(OutputRecord record) {
        rows.add(record);
    }

    synchronized void put(String key, OutputRecord record, boolean newestOnly) {
        OutputRecord before = byKey.get(key);
        if (before == null || !newestOnly || record.sequence() >= before.sequence()) {
            byKey.put(key, record);
        }
    }

    synchronized void prepare(String name, Prepared transaction) {
        prepared.put(name, transaction);
    }

    synchronized @Nullable Prepared take(String name) {
        return prepared.remove(name);
    }

    synchronized boolean anyPrepared(PortContext context) {
        return prepared.values().stream().anyMatch(each -> each.shard == context.shard());
    }

    synchronized void abortAllBut(PortContext context, List<String> names) {
        prepared.entrySet()
                .removeIf(each -> (each.getValue().shard == context.shard() || makes(Flaw.ABORTS_OTHER_SHARDS))
                        && (makes(Flaw.ABORTS_EVERYTHING) || !names.contains(each.getKey())));
    }

    @Override
    public String address() {
        return "shelf";
    }

    @Override
    public synchronized void prepare(DeliveryStrategy strategy) {
        rows.clear();
        byKey.clear();
        ledger.clear();
        prepared.clear();
    }

    @Override
    public synchronized void read(Consumer<OutputRecord> reader) {
        rows.forEach(reader);
        byKey.values().forEach(reader);
    }

    @Override
    public synchronized List<String> inDoubt() {
        return makes(Flaw.NOTHING_LISTED) ? List.of() : List.copyOf(prepared.keySet());
    }

    @Override
    public void close() {}
}
