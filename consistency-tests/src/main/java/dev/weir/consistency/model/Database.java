package dev.weir.consistency.model;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.model.ModelDestination.Session;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A database server, as far as one sink uses it: a table, a ledger with a lock on each row, local transactions that end with their
 * session, and prepared ones that do not.
 *
 * <p>Each method is what the server does at one request: it looks at the present state and never throws, because it may run late.
 */
final class Database implements TransactionServer {
    private final String sink;
    final ReaderView view = new ReaderView();
    private final Set<Mistake> mistakes;
    private final Map<Integer, LedgerRow> ledger = new TreeMap<>();
    private final Map<String, ModelTransaction> transactions = new TreeMap<>();
    private final List<ModelTransaction> locals = new ArrayList<>();
    private final Branches branches;

    Database(String sink, Set<Mistake> mistakes, Branches branches) {
        this.sink = sink;
        this.mistakes = mistakes;
        this.branches = branches;
    }

    @Override
    public String sink() {
        return sink;
    }

    @Override
    public boolean makes(Mistake mistake) {
        return mistakes.contains(mistake);
    }

    @Override
    public @Nullable LedgerEntry entry(int shard) {
        LedgerRow row = ledger.get(shard);
        return row == null ? null : row.entry();
    }

    @Override
    public Claim claim(Client client, long nanos) {
        LedgerRow row = ledger.get(client.shard());
        boolean raised = row != null && row.claim(client.attempt(), client.owner());
        if (row == null) {
            row = new LedgerRow(client.attempt(), client.owner());
            ledger.put(client.shard(), row);
            raised = true;
        }
        if (raised) {
            client.session().events().accept(new Event.Fenced(nanos, sink, client.attempt()));
            if (!makes(Mistake.NO_FENCE) && !makes(Mistake.SESSIONS_NOT_ENDED)) {
                endOpen(transaction -> transaction.shard == client.shard(), client.attempt(), nanos);
            }
        }
        return new Claim(owns(client), row.entry());
    }

    /** How the shard's row stands, for somebody whose condition did not hold; null if there is none. */
    @Nullable
    Claim standing(Client client) {
        LedgerRow row = ledger.get(client.shard());
        return row == null ? null : new Claim(owns(client), row.entry());
    }

    @Override
    public boolean owns(Client client) {
        LedgerRow row = ledger.get(client.shard());
        return row != null && (makes(Mistake.NO_FENCE) || row.belongsTo(client.attempt(), client.owner()));
    }

    /**
     * Begins a local transaction with the update of the shard's row, on condition that it stands as expected.
     *
     * @return null if another session has the row locked; a transaction that has ended already if the condition does not hold
     */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // two sessions of the same sink are two connections
    ModelTransaction lock(Client client, LedgerEntry expected, CommitUnit unit, long nanos) {
        LedgerRow row = ledger.get(client.shard());
        ModelTransaction transaction =
                new ModelTransaction("", client.shard(), client.attempt(), client.session(), nanos);
        if (row == null || !owns(client) || !isExpected(row.entry(), expected, unit)) {
            transaction.end(false);
            return transaction;
        }
        ModelTransaction holder = row.lockedBy;
        if (holder != null && (holder.session != client.session() || holder.owner != client.attempt())) {
            return null;
        }
        if (holder != null) {
            // The client has opened a new connection: the server has noticed that the old one is broken.
            endLocal(holder);
        }
        transaction.enter(unit);
        locals.add(transaction);
        row.lockedBy = transaction;
        return transaction;
    }

    private boolean isExpected(LedgerEntry found, LedgerEntry expected, CommitUnit unit) {
        if (makes(Mistake.NO_CONDITION)) {
            return true;
        }
        if (makes(Mistake.NO_FENCE)) {
            return !found.records(unit)
                    && found.lineage().equals(expected.lineage())
                    && found.sequence() == expected.sequence();
        }
        return found.equals(expected) && !found.records(unit);
    }

    /** Commits a local transaction; false if its session was ended before. */
    boolean commitLocal(ModelTransaction transaction, boolean withLedger) {
        CommitUnit unit = transaction.unit();
        LedgerRow row = ledger.get(transaction.shard);
        if (transaction.state() != ModelTransaction.State.OPEN || unit == null || row == null) {
            return false;
        }
        view.addAll(transaction.records);
        if (withLedger) {
            row.set(row.entry().after(unit));
        }
        endLocal(transaction);
        return true;
    }

    /** Rolls a local transaction back, or lets go of what it had. */
    void endLocal(ModelTransaction transaction) {
        transaction.end(false);
        locals.remove(transaction);
        LedgerRow row = ledger.get(transaction.shard);
        if (row != null && row.lockedBy == transaction) {
            row.lockedBy = null;
        }
    }

    /** Moves the ledger with no transaction around it. */
    void advance(int shard, CommitUnit unit) {
        LedgerRow row = ledger.get(shard);
        if (row != null) {
            row.set(row.entry().after(unit));
        }
    }

    @Override
    public @Nullable ModelTransaction begin(Client client, long sequence, long nanos) {
        if (!owns(client)) {
            return null;
        }
        boolean oneName = makes(Mistake.IDS_REUSED);
        String name = sink + "-" + client.shard() + (oneName ? "" : "-" + client.attempt() + "-" + sequence);
        ModelTransaction known = transactions.get(name);
        if (known != null && !oneName) {
            return known;
        }
        ModelTransaction transaction =
                new ModelTransaction(name, client.shard(), client.attempt(), client.session(), nanos);
        transactions.put(name, transaction);
        return transaction;
    }

    @Override
    public boolean write(ModelTransaction transaction, int statement, List<OutputRecord> records) {
        return transaction.write(statement, records);
    }

    @Override
    public boolean prepare(ModelTransaction transaction, CommitUnit unit, long nanos) {
        if (transaction.state() == ModelTransaction.State.ENDED) {
            return false;
        }
        if (transaction.state() == ModelTransaction.State.OPEN) {
            transaction.enter(unit);
            transaction.prepared(nanos);
            transaction
                    .session
                    .events()
                    .accept(new Event.Prepared(
                            nanos, sink, transaction.shard, transaction.owner, transaction.name, unit));
        }
        return true;
    }

    @Override
    public Reply commit(Client client, String name, long nanos) {
        if (!owns(client)) {
            return Reply.FENCED;
        }
        ModelTransaction transaction = transactions.get(name);
        if (transaction == null || transaction.state() != ModelTransaction.State.PREPARED) {
            return branches.remembered(name);
        }
        if (branches.answersInVain(transaction, client)) {
            transactions.remove(name);
            return Reply.DONE;
        }
        commit(transaction, client.attempt(), nanos);
        return Reply.DONE;
    }

    /** Commits a prepared transaction; its entry comes with it. */
    void commit(ModelTransaction transaction, long by, long nanos) {
        view.addAll(transaction.records);
        CommitUnit unit = transaction.unit();
        if (unit != null && !makes(Mistake.LEDGER_APART)) {
            advance(transaction.shard, unit);
        }
        end(transaction, by, true, nanos);
    }

    @Override
    public Reply abort(Client client, String name, long nanos) {
        if (!owns(client) && !makes(Mistake.UNFENCED_ABORT)) {
            return Reply.FENCED;
        }
        if (branches.forget(name)) {
            return Reply.DONE;
        }
        ModelTransaction transaction = transactions.get(name);
        if (transaction == null) {
            return Reply.UNKNOWN;
        }
        end(transaction, client.attempt(), false, nanos);
        return Reply.DONE;
    }

    @Override
    public void abandon(ModelTransaction transaction, long nanos) {
        if (transaction.state() == ModelTransaction.State.OPEN) {
            end(transaction, transaction.owner, false, nanos);
        }
    }

    void end(ModelTransaction transaction, long by, boolean committed, long nanos) {
        transaction.end(committed);
        transactions.remove(transaction.name);
        transaction
                .session
                .events()
                .accept(new Event.TransactionEnded(
                        nanos, sink, transaction.shard, transaction.name, transaction.owner, by, committed));
    }

    @Override
    public List<String> prepared(int shard) {
        List<String> names = new ArrayList<>(branches.listed(shard));
        for (ModelTransaction transaction : transactions.values()) {
            if (transaction.shard == shard && transaction.state() == ModelTransaction.State.PREPARED) {
                names.add(transaction.name);
            }
        }
        return names;
    }

    /** A prepared transaction that was out of sight is known again. */
    void list(ModelTransaction transaction) {
        transactions.put(transaction.name, transaction);
    }

    /** Everything that has a name. */
    List<ModelTransaction> transactions() {
        return List.copyOf(transactions.values());
    }

    /** A connection is gone: the server rolls back what it had open. */
    @SuppressWarnings("ReferenceEquality") // two sessions of the same sink are two connections
    void sessionLost(Session session) {
        endOpen(transaction -> transaction.session == session, 0, 0);
    }

    private interface Which {
        boolean test(ModelTransaction transaction);
    }

    private void endOpen(Which which, long by, long nanos) {
        for (ModelTransaction local : List.copyOf(locals)) {
            if (which.test(local)) {
                endLocal(local);
            }
        }
        for (ModelTransaction transaction : transactions()) {
            if (transaction.state() == ModelTransaction.State.OPEN && which.test(transaction)) {
                end(transaction, by, false, Math.max(nanos, transaction.since));
            }
        }
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
