package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.model.LedgerPartition.Found;
import dev.weir.consistency.model.TransactionLog.Producer;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt's producer of one shard, with what it knows of the shard's ledger. Both ports of the shard use the same.
 *
 * <h2>Why nobody writes who has been replaced</h2>
 *
 * A log has no conditions, and its coordinator has no idea of attempts. The producer's epoch is the compare-and-set in their place:
 *
 * <ol>
 *   <li><b>init</b> gives a new epoch and aborts what the id had open, whoever opened it;
 *   <li><b>read</b> the ledger, once its last stable offset has passed the end that was captured after the init: it holds all that was
 *       ever decided under an older epoch, and nothing more comes of those;
 *   <li><b>check</b> that the entry is this attempt's;
 *   <li><b>write</b> with that epoch. If it is refused, somebody has been at <i>init</i> since, and it all begins again, with a look at
 *       the ledger before the init: who finds a newer attempt there stops, and aborts nothing of it.
 * </ol>
 *
 * An attempt becomes the owner by writing an entry with its number in this way. So an older one that comes late finds it in
 * its <i>read</i>, and one that has come to <i>write</i> already makes the newer one begin again and find what it has written.
 */
final class LogSession {
    /** So often is asked for the last stable offset. A marker that is not written by then may never be (KAFKA-20734). */
    private static final int MOST_QUESTIONS = 50;
    /** So often by whoever decides nothing by what he reads: a transaction that somebody has left open need not stop him. */
    private static final int QUESTIONS_OF_A_STRANGER = 10;

    private static final int RECORDS_AT_ONCE = 4;
    private static final int NO_EPOCH = -1;

    private final TransactionLog log;
    private final ShardClient client;
    private final TransactionServer.Client identity;
    private final String[] ids;
    private final long[] epochs;
    private final int[] statements;
    private boolean fenced;
    private boolean clean;
    private @Nullable LedgerEntry known;

    /** How a request to commit ended. */
    enum Ended {
        COMMITTED,
        /** The producer is locked out, so this transaction was or will be aborted. */
        REFUSED,
        NO_REPLY
    }

    LogSession(TransactionLog log, ShardClient client) {
        this.log = log;
        this.client = client;
        this.identity = client.identity();
        String id = "log-" + client.shard() + (log.makes(Mistake.NO_FENCE) ? "-" + client.attempt() : "");
        // By mistake every second unit has a producer of its own.
        ids = log.makes(Mistake.SECOND_PRODUCER) ? new String[] {id, id + "-odd"} : new String[] {id};
        epochs = new long[ids.length];
        statements = new int[ids.length];
        Arrays.fill(epochs, NO_EPOCH);
    }

    ShardClient client() {
        return client;
    }

    boolean makes(Mistake mistake) {
        return log.makes(mistake);
    }

    /** Whether nothing has gone wrong since the ledger was read, so that what is known of it is what it holds. */
    boolean isClean() {
        return clean;
    }

    /** Something has gone wrong: nothing more is written before {@link #settle}. */
    void soil() {
        clean = false;
    }

    /** Becomes the owner. */
    LedgerEntry fence() {
        LedgerEntry entry = known;
        if (fenced && clean && entry != null) {
            return entry;
        }
        refuseNewer(look());
        takeOver();
        Found found = read();
        refuseNewer(found);
        if (found == null || !isOurs(found)) {
            LedgerEntry raised = found == null ? LedgerEntry.empty(client.attempt()) : raised(found.entry());
            if (!makes(Mistake.NO_FENCE_ENTRY)) {
                writeFence(new Found(raised, identity.owner()));
            }
            known = raised;
        } else {
            known = found.entry();
        }
        fenced = true;
        clean = true;
        return known();
    }

    private LedgerEntry raised(LedgerEntry entry) {
        return new LedgerEntry(client.attempt(), entry.lineage(), entry.sequence(), entry.position(), entry.digest());
    }

    private void writeFence(Found entry) {
        Producer producer = producer(0);
        if (!client.callOrThrow(Rpc.FENCE, () -> log.writeLedger(producer, 0, entry, null, client.nanos()))) {
            throw client.ended("the fence");
        }
        long next = client.callOrThrow(Rpc.FENCE, () -> log.end(producer, true, client.nanos()));
        if (next == TransactionLog.FENCED) {
            throw client.ended("the fence");
        }
        began(0, next);
    }

    /** Init, and wait until all that was decided before can be read. */
    private void takeOver() {
        for (int i = 0; i < ids.length; i++) {
            String id = ids[i];
            began(i, client.callOrThrow(Rpc.FENCE, () -> log.init(identity, id, client.nanos())));
        }
        LedgerPartition.Offsets offsets = awaitStable(MOST_QUESTIONS);
        if (offsets.lastStable() < offsets.end()) {
            throw new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot read the ledger of shard " + client.shard() + ": its last stable offset stays at "
                            + offsets.lastStable() + " before " + offsets.end()
                            + "; look for a transaction whose markers were never written");
        }
    }

    private void began(int index, long epoch) {
        epochs[index] = epoch;
        statements[index] = 0;
    }

    /** Until the last stable offset has passed what is the end now, or the patience is. */
    private LedgerPartition.Offsets awaitStable(int questions) {
        if (makes(Mistake.NO_STABLE_WAIT)) {
            return new LedgerPartition.Offsets(0, 0);
        }
        LedgerPartition.Offsets first = offsets();
        long stable = first.lastStable();
        for (int i = 1; stable < first.end() && i < questions; i++) {
            stable = offsets().lastStable();
        }
        return new LedgerPartition.Offsets(stable, first.end());
    }

    private LedgerPartition.Offsets offsets() {
        return client.callOrThrow(Rpc.LIST, () -> log.ledgerOffsets(client.shard()));
    }

    private @Nullable Found read() {
        return client.callOrThrow(Rpc.READ, () -> Optional.ofNullable(log.ledger(client.shard())))
                .orElse(null);
    }

    /** What somebody finds who may not own the shard, and decides nothing by it. */
    private @Nullable Found look() {
        LedgerPartition.Offsets unused = awaitStable(QUESTIONS_OF_A_STRANGER);
        return read();
    }

    /** The entry as somebody finds it who need not own the shard. */
    @Nullable
    LedgerEntry readAsStranger() {
        Found found = look();
        return found == null ? null : found.entry();
    }

    private void refuseNewer(@Nullable Found found) {
        if (found != null && found.entry().attempt() >= client.attempt() && !isOurs(found)) {
            throw client.fencedBy(found.entry().attempt());
        }
    }

    private boolean isOurs(Found found) {
        return found.belongsTo(client.attempt(), identity.owner());
    }

    /** Begins again after something has gone wrong: the ledger first, then init, then the ledger. */
    void settle() {
        if (clean) {
            return;
        }
        if (makes(Mistake.REINIT_UNSEEN) && fenced) {
            takeOver();
            clean = true;
            return;
        }
        refuseNewer(look());
        takeOver();
        known = requireOurs(read());
        clean = true;
    }

    private LedgerEntry requireOurs(@Nullable Found found) {
        refuseNewer(found);
        if (found != null && isOurs(found)) {
            return found.entry();
        }
        if (makes(Mistake.NO_FENCE_ENTRY)) {
            return found == null ? LedgerEntry.empty(client.attempt()) : raised(found.entry());
        }
        throw client.fencedBy(found == null ? 0 : found.entry().attempt());
    }

    /** Throws if another attempt has taken over. */
    void requireOwner() {
        refuseNewer(look());
    }

    /** The entry, which stands as long as the session is clean. */
    LedgerEntry known() {
        LedgerEntry entry = known;
        if (entry == null) {
            throw new IllegalStateException("not fenced");
        }
        return entry;
    }

    /** Whether the unit's records may be written: every unit before it is in the ledger. */
    boolean isNext(long sequence) {
        return clean && (known().sequence() + 1 == sequence || makes(Mistake.SECOND_PRODUCER));
    }

    private int index(long sequence) {
        return (int) (sequence % ids.length);
    }

    private Producer producer(int index) {
        return new Producer(identity, ids[index], epochs[index]);
    }

    /** Writes records of a unit; false if the producer is locked out. */
    boolean write(Rpc rpc, long sequence, List<OutputRecord> records) throws NetworkException {
        int index = index(sequence);
        Producer producer = producer(index);
        for (int from = 0; from < records.size(); from += RECORDS_AT_ONCE) {
            List<OutputRecord> some =
                    List.copyOf(records.subList(from, Math.min(records.size(), from + RECORDS_AT_ONCE)));
            int statement = statements[index];
            if (!client.call(rpc, () -> log.write(producer, statement, some, client.nanos()))) {
                return false;
            }
            statements[index]++;
        }
        return true;
    }

    /** Writes the entry that the unit leaves behind; false if the producer is locked out. */
    boolean writeLedger(CommitUnit unit) throws NetworkException {
        int index = index(unit.sequence());
        Producer producer = producer(index);
        int statement = statements[index];
        Found entry = new Found(known().after(unit), identity.owner());
        if (!client.call(Rpc.APPLY, () -> log.writeLedger(producer, statement, entry, unit, client.nanos()))) {
            return false;
        }
        statements[index]++;
        return true;
    }

    /** Commits records and entry of a unit; after anything but {@link Ended#COMMITTED} the session is not clean. */
    Ended commit(CommitUnit unit) {
        int index = index(unit.sequence());
        clean = false;
        try {
            Producer producer = producer(index);
            long next = client.call(Rpc.COMMIT, () -> log.end(producer, true, client.nanos()));
            if (next == TransactionLog.FENCED) {
                return Ended.REFUSED;
            }
            began(index, next);
        } catch (NetworkException e) {
            return e.isRefused() ? Ended.REFUSED : Ended.NO_REPLY;
        }
        known = known().after(unit);
        clean = true;
        return Ended.COMMITTED;
    }

    /** Lets go of an open transaction; whoever comes next aborts it otherwise. */
    void abort(long sequence) {
        Producer producer = producer(index(sequence));
        clean = false;
        client.callInVain(Rpc.ABORT, () -> {
            long unused = log.end(producer, false, client.nanos());
        });
    }
}
