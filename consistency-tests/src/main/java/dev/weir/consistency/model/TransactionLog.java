package dev.weir.consistency.model;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.model.LedgerPartition.Found;
import dev.weir.consistency.model.TransactionServer.Client;
import dev.weir.sink.CommitUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log with a coordinator of transactions, as far as one sink uses it. Each method is what happens at one request.
 *
 * <p>It knows transactional ids and epochs, and nothing of attempts: whoever initialises an id has the newest epoch, aborts what the id
 * has open, and locks all others out, be he older or not. The epoch also grows with each end of a transaction (KIP-890), so that a late
 * request cannot reach a later one.
 */
final class TransactionLog {
    /** The answer to who has an old epoch. */
    static final long FENCED = -1;

    private final String sink;
    private final Set<Mistake> mistakes;
    private final long timeout;
    private final Map<Integer, Shard> shards = new TreeMap<>();
    private boolean blocked;

    /** What one commit shard writes to, and the ids that its clients use. */
    private static final class Shard {
        final LogPartition partition = new LogPartition();
        final LedgerPartition ledger = new LedgerPartition();
        final Map<String, Id> ids = new TreeMap<>();
    }

    /** One transactional id. */
    private static final class Id {
        long epoch;

        @Nullable
        ModelTransaction open;
        /** The epoch of the transaction that was ended last by request, so that the request can be repeated. */
        long ended = FENCED;

        boolean endedByCommit;
    }

    /** One producer's word with a request: its transactional id and the epoch that it was given. */
    record Producer(Client client, String id, long epoch) {
        int shard() {
            return client.shard();
        }
    }

    TransactionLog(String sink, long timeout, Set<Mistake> mistakes) {
        this.sink = sink;
        this.timeout = timeout;
        this.mistakes = mistakes;
    }

    boolean makes(Mistake mistake) {
        return mistakes.contains(mistake);
    }

    private Shard shard(int number) {
        Shard known = shards.get(number);
        if (known == null) {
            known = new Shard();
            shards.put(number, known);
        }
        return known;
    }

    /** Notes a request. */
    private Shard asked(int number) {
        Shard shard = shard(number);
        shard.ledger.requestServed();
        return shard;
    }

    /** Gives an id a new epoch and aborts what it has open. */
    long init(Client client, String name, long nanos) {
        Id id = asked(client.shard()).ids.computeIfAbsent(name, unused -> new Id());
        ModelTransaction open = id.open;
        if (open != null) {
            // To the coordinator all attempts are alike. One that comes late with an old number costs a unit's second
            // way, by its
            // segment; it is no abort that anything could be lost by, as it were at a destination that has the only
            // copy.
            end(id, open, client.attempt() < open.owner ? 0 : client.attempt(), false, nanos);
        }
        id.epoch++;
        id.ended = FENCED;
        return id.epoch;
    }

    /** Takes records into the producer's transaction, which begins with its first; false if the epoch is old. */
    boolean write(Producer producer, int statement, List<OutputRecord> records, long nanos) {
        Shard shard = asked(producer.shard());
        ModelTransaction transaction = transaction(shard, producer, nanos);
        return transaction != null && transaction.accept(statement, () -> shard.partition.append(transaction, records));
    }

    /** Takes a record of the ledger into the producer's transaction; false if the epoch is old. */
    boolean writeLedger(Producer producer, int statement, Found found, @Nullable CommitUnit unit, long nanos) {
        Shard shard = asked(producer.shard());
        ModelTransaction transaction = transaction(shard, producer, nanos);
        return transaction != null
                && transaction.accept(statement, () -> {
                    shard.ledger.append(transaction, found);
                    if (unit != null) {
                        transaction.enter(unit);
                        transaction
                                .session
                                .events()
                                .accept(new Event.Prepared(
                                        nanos, sink, transaction.shard, transaction.owner, transaction.name, unit));
                    }
                });
    }

    private static @Nullable ModelTransaction transaction(Shard shard, Producer producer, long nanos) {
        Id id = shard.ids.get(producer.id());
        if (id == null || id.epoch != producer.epoch()) {
            return null;
        }
        ModelTransaction open = id.open;
        if (open == null) {
            // The producer is told to try again until the one before is marked.
            shard.ledger.mark();
            Client client = producer.client();
            open = new ModelTransaction(
                    producer.id() + "@" + id.epoch, client.shard(), client.attempt(), client.session(), nanos);
            id.open = open;
        }
        return open;
    }

    /** Commits or aborts what the producer has open; returns its next epoch, or {@link #FENCED}. */
    long end(Producer producer, boolean commit, long nanos) {
        Shard shard = asked(producer.shard());
        Id id = shard.ids.get(producer.id());
        if (id == null) {
            return FENCED;
        }
        if (id.ended == producer.epoch() && id.epoch == producer.epoch() + 1 && id.open == null) {
            return id.endedByCommit == commit ? id.epoch : FENCED;
        }
        if (id.epoch != producer.epoch()) {
            return FENCED;
        }
        ModelTransaction open = id.open;
        if (open != null) {
            Found before = shard.ledger.decided();
            end(id, open, producer.client().attempt(), commit, nanos);
            id.ended = producer.epoch();
            id.endedByCommit = commit;
            id.epoch++;
            Found now = shard.ledger.decided();
            if (now != null
                    && (before == null || before.entry().attempt() < now.entry().attempt())) {
                producer.client()
                        .session()
                        .events()
                        .accept(new Event.Fenced(nanos, sink, now.entry().attempt()));
            }
        }
        return id.epoch;
    }

    private void end(Id id, ModelTransaction transaction, long by, boolean committed, long nanos) {
        transaction.end(committed);
        id.open = null;
        transaction
                .session
                .events()
                .accept(new Event.TransactionEnded(
                        nanos, sink, transaction.shard, transaction.name, transaction.owner, by, committed));
    }

    LedgerPartition.Offsets ledgerOffsets(int shard) {
        return asked(shard).ledger.offsets();
    }

    /** The newest record of the ledger that a reader of committed records gets to. */
    @Nullable
    Found ledger(int shard) {
        return asked(shard).ledger.read();
    }

    /** The coordinator aborts what has been open for too long, and locks its producer out. */
    void timePassed(long nanos) {
        for (Shard shard : shards.values()) {
            for (Id id : shard.ids.values()) {
                ModelTransaction open = id.open;
                if (open != null && nanos - open.since >= timeout) {
                    end(id, open, 0, false, nanos);
                    id.epoch++;
                }
            }
        }
    }

    /** A look waits for the markers of what is decided, as who reads on does. */
    void look(long nanos, Consumer<Event> observer) {
        boolean waits = false;
        for (Map.Entry<Integer, Shard> shard : shards.entrySet()) {
            waits |= shard.getValue().partition.read(sink, nanos, !makes(Mistake.READ_UNCOMMITTED), observer);
            Found news = shard.getValue().ledger.news();
            if (news != null) {
                observer.accept(new Event.LedgerSeen(nanos, sink, shard.getKey(), news.entry()));
            }
        }
        if (waits != blocked) {
            blocked = waits;
            observer.accept(new Event.ReaderBlocked(nanos, sink, waits));
        }
    }

    void addOpen(List<String> names) {
        for (Shard shard : shards.values()) {
            for (Id id : shard.ids.values()) {
                ModelTransaction open = id.open;
                if (open != null) {
                    names.add(open.name);
                }
            }
        }
    }

    /** Shards that have a record in the ledger. */
    long ledgers() {
        return shards.values().stream()
                .filter(shard -> shard.ledger.decided() != null)
                .count();
    }
}
