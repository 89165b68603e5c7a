package dev.weir.consistency.model;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The store of one sink. Each method is a script: one step. */
final class KeyValues {
    final ReaderView view = new ReaderView();
    private final String sink;
    private final Set<Mistake> mistakes;
    private final Map<Integer, LedgerRow> ledger = new TreeMap<>();

    /** What a script for a unit found. */
    enum Applied {
        DONE,
        ALREADY,
        FENCED,
        UNEXPECTED
    }

    KeyValues(String sink, Set<Mistake> mistakes) {
        this.sink = sink;
        this.mistakes = mistakes;
    }

    boolean makes(Mistake mistake) {
        return mistakes.contains(mistake);
    }

    @Nullable
    LedgerEntry entry(int shard) {
        LedgerRow row = ledger.get(shard);
        return row == null ? null : row.entry();
    }

    TransactionServer.Claim claim(TransactionServer.Client client, long nanos) {
        LedgerRow row = ledger.get(client.shard());
        boolean raised = row == null || row.claim(client.attempt(), client.owner());
        if (row == null) {
            row = new LedgerRow(client.attempt(), client.owner());
            ledger.put(client.shard(), row);
        }
        if (raised) {
            client.session().events().accept(new Event.Fenced(nanos, sink, client.attempt()));
        }
        return new TransactionServer.Claim(row.belongsTo(client.attempt(), client.owner()), row.entry());
    }

    /** Compares the entry, pushes the records, and sets the entry. */
    Applied apply(TransactionServer.Client client, LedgerEntry expected, CommitUnit unit, List<OutputRecord> records) {
        LedgerRow row = ledger.get(client.shard());
        if (row == null || (!makes(Mistake.NO_FENCE) && !row.belongsTo(client.attempt(), client.owner()))) {
            return Applied.FENCED;
        }
        if (!makes(Mistake.NO_CONDITION)) {
            if (row.entry().records(unit)) {
                return Applied.ALREADY;
            }
            LedgerEntry found = row.entry();
            if (!found.lineage().equals(expected.lineage())
                    || found.sequence() != expected.sequence()
                    || found.position() != expected.position()
                    || found.digest() != expected.digest()) {
                return Applied.UNEXPECTED;
            }
        }
        view.addAll(records);
        row.set(row.entry().after(unit));
        return Applied.DONE;
    }

    void look(long nanos, Consumer<Event> observer) {
        view.look(sink, nanos, observer);
        for (Map.Entry<Integer, LedgerRow> row : ledger.entrySet()) {
            if (row.getValue().takeChanged()) {
                observer.accept(new Event.LedgerSeen(
                        nanos, sink, row.getKey(), row.getValue().entry()));
            }
        }
    }

    long rows() {
        return ledger.size();
    }
}
