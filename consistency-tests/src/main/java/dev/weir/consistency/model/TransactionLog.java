package dev.weir.consistency.model;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A log with a coordinator of transactions, as far as one sink uses it. Each method is what happens at one request. */
final class TransactionLog implements TransactionServer {
    /** So many transactional ids has a shard, in turn: an id can have one open transaction. The last is the write-ahead log's. */
    private static final int IDS = 8;

    private final String sink;
    private final Set<Mistake> mistakes;
    private final long timeout;
    private final Map<Integer, Shard> shards = new TreeMap<>();
    private boolean blocked;

    /** One shard's partition, its row of the compacted ledger topic, and its open transactions by transactional id. */
    private static final class Shard {
        final LogPartition partition = new LogPartition();
        final @Nullable ModelTransaction[] open = new ModelTransaction[IDS + 1];
        long epoch;

        @Nullable
        LedgerRow row;
    }

    TransactionLog(String sink, long timeout, Set<Mistake> mistakes) {
        this.sink = sink;
        this.timeout = timeout;
        this.mistakes = mistakes;
    }

    private Shard shard(int number) {
        Shard known = shards.get(number);
        if (known == null) {
            known = new Shard();
            shards.put(number, known);
        }
        return known;
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
        LedgerRow row = shard(shard).row;
        return row == null ? null : row.entry();
    }

    /** Bumps the epoch of every id of the shard, which aborts what is open. */
    @Override
    public Claim claim(Client client, long nanos) {
        Shard shard = shard(client.shard());
        LedgerRow row = shard.row;
        boolean raised = row == null || row.claim(client.attempt(), client.owner());
        if (row == null) {
            row = new LedgerRow(client.attempt(), client.owner());
            shard.row = row;
        }
        if (raised) {
            client.session().events().accept(new Event.Fenced(nanos, sink, client.attempt()));
            if (!makes(Mistake.NO_FENCE)) {
                endAll(shard, client.attempt(), nanos);
            }
        }
        return new Claim(owns(client), row.entry());
    }

    private boolean owns(Client client) {
        LedgerRow row = shard(client.shard()).row;
        return row != null && (makes(Mistake.NO_FENCE) || row.belongsTo(client.attempt(), client.owner()));
    }

    private void endAll(Shard shard, long by, long nanos) {
        for (ModelTransaction transaction : shard.open) {
            if (transaction != null) {
                end(shard, transaction, by, false, nanos);
            }
        }
    }

    @Override
    public @Nullable ModelTransaction begin(Client client, long sequence, long nanos) {
        return begin(client, (int) (sequence % IDS), nanos);
    }

    /** A transaction of the write-ahead log. What its id had open is aborted: the client has initialised the id again. */
    @Nullable
    ModelTransaction beginApply(Client client, long nanos) {
        return begin(client, IDS, nanos);
    }

    private @Nullable ModelTransaction begin(Client client, int id, long nanos) {
        if (!owns(client)) {
            return null;
        }
        Shard shard = shard(client.shard());
        ModelTransaction before = shard.open[id];
        if (before != null) {
            end(shard, before, client.attempt(), false, nanos);
        }
        String name = sink + "-" + client.shard() + "-" + id + "@" + ++shard.epoch;
        ModelTransaction transaction =
                new ModelTransaction(name, client.shard(), client.attempt(), client.session(), nanos);
        shard.open[id] = transaction;
        return transaction;
    }

    @Override
    public boolean write(ModelTransaction transaction, int statement, List<OutputRecord> records) {
        return transaction.accept(
                statement, () -> shard(transaction.shard).partition.append(transaction, records));
    }

    /** The ledger's record goes into the transaction; to the log it is open as before. */
    @Override
    public boolean prepare(ModelTransaction transaction, CommitUnit unit, long nanos) {
        if (transaction.state() == ModelTransaction.State.ENDED) {
            return false;
        }
        if (transaction.unit() == null) {
            transaction.enter(unit);
            transaction
                    .session
                    .events()
                    .accept(new Event.Prepared(
                            nanos, sink, transaction.shard, transaction.owner, transaction.name, unit));
        }
        return true;
    }

    @Override
    public void abandon(ModelTransaction transaction, long nanos) {
        if (transaction.state() != ModelTransaction.State.ENDED && transaction.unit() == null) {
            end(shard(transaction.shard), transaction, transaction.owner, false, nanos);
        }
    }

    @Override
    public Reply commit(Client client, String name, long nanos) {
        if (!owns(client)) {
            return Reply.FENCED;
        }
        ModelTransaction transaction = open(client.shard(), name);
        if (transaction == null || transaction.unit() == null) {
            return Reply.UNKNOWN;
        }
        commit(transaction, client.attempt(), nanos);
        return Reply.DONE;
    }

    /** Commits an open transaction; false if it has ended. */
    boolean commit(ModelTransaction transaction, long by, long nanos) {
        Shard shard = shard(transaction.shard);
        LedgerRow row = shard.row;
        if (transaction.state() == ModelTransaction.State.ENDED || row == null) {
            return false;
        }
        CommitUnit unit = transaction.unit();
        if (unit != null && !makes(Mistake.LEDGER_APART)) {
            row.set(row.entry().after(unit));
        }
        end(shard, transaction, by, true, nanos);
        return true;
    }

    private @Nullable ModelTransaction open(int shard, String name) {
        for (ModelTransaction transaction : shard(shard).open) {
            if (transaction != null && transaction.name.equals(name)) {
                return transaction;
            }
        }
        return null;
    }

    @Override
    public Reply abort(Client client, String name, long nanos) {
        if (!owns(client)) {
            return Reply.FENCED;
        }
        ModelTransaction transaction = open(client.shard(), name);
        if (transaction == null) {
            return Reply.UNKNOWN;
        }
        end(shard(client.shard()), transaction, client.attempt(), false, nanos);
        return Reply.DONE;
    }

    private void end(Shard shard, ModelTransaction transaction, long by, boolean committed, long nanos) {
        transaction.end(committed);
        for (int i = 0; i < shard.open.length; i++) {
            if (shard.open[i] == transaction) {
                shard.open[i] = null;
            }
        }
        transaction
                .session
                .events()
                .accept(new Event.TransactionEnded(
                        nanos, sink, transaction.shard, transaction.name, transaction.owner, by, committed));
    }

    @Override
    public List<String> prepared(int shard) {
        List<String> names = new ArrayList<>();
        for (ModelTransaction transaction : shard(shard).open) {
            if (transaction != null) {
                names.add(transaction.name);
            }
        }
        return names;
    }

    /**
     * What comes later in the log is aborted too: the lost unit is written again behind it, and a reader would see the units in the
     * wrong order.
     */
    @Override
    public void foundLost(Client client, long nanos) {
        if (owns(client)) {
            endAll(shard(client.shard()), client.attempt(), nanos);
        }
    }

    void timePassed(long nanos) {
        for (Shard shard : shards.values()) {
            for (ModelTransaction transaction : shard.open) {
                if (transaction != null && nanos - transaction.since >= timeout) {
                    end(shard, transaction, 0, false, nanos);
                }
            }
        }
    }

    void look(long nanos, Consumer<Event> observer) {
        boolean waits = false;
        for (Shard shard : shards.values()) {
            waits |= shard.partition.read(sink, nanos, !makes(Mistake.READ_UNCOMMITTED), observer);
        }
        for (Map.Entry<Integer, Shard> shard : shards.entrySet()) {
            LedgerRow row = shard.getValue().row;
            if (row != null && row.takeChanged()) {
                observer.accept(new Event.LedgerSeen(nanos, sink, shard.getKey(), row.entry()));
            }
        }
        if (waits != blocked) {
            blocked = waits;
            observer.accept(new Event.ReaderBlocked(nanos, sink, waits));
        }
    }

    void addOpen(List<String> names) {
        shards.keySet().forEach(shard -> names.addAll(prepared(shard)));
    }

    long rows() {
        return shards.size();
    }
}
