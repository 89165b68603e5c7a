package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.ShardContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt holds of one commit shard: the only producer with the shard's transactional id, and the row of the ledger as it
 * stands while nobody else has initialised that id.
 *
 * <p>Whoever has initialised the producer last is the only one who can write the row, so what it has read after that is what stands
 * there until it writes itself; {@link #claim} and {@link #reopen} are the only two places that initialise one, and both look before
 * and read after.
 *
 * <p><b>Threading:</b> the committing thread; the producer belongs to whose {@link ShardTurn} it is.
 */
final class ShardSession implements AutoCloseable {
    private static final int FENCE_TRIES = 4;
    /** Stands for a row that is gone: no entry equals it. */
    private static final LedgerRow NOTHING = new LedgerRow(LedgerEntry.empty(-1), "");

    private final SharedCluster.Lease lease;
    private final ShardName name;
    private final Duration transactionTimeout;
    private final long attempt;
    private final String owner;
    private final boolean filled;
    private final FaultInjector faults;
    private final ShardTurn turn = new ShardTurn();
    /** The row as this attempt has read or written it last under its producer's epoch; null before the fence. */
    private @Nullable LedgerRow known;
    /** What a transaction has become is to be asked before anything else. */
    private boolean inDoubt;

    private boolean closed;

    ShardSession(SharedCluster.Lease lease, ShardName name, Duration transactionTimeout, ShardContext context) {
        this.lease = lease;
        this.name = name;
        this.transactionTimeout = transactionTimeout;
        this.attempt = context.attempt();
        this.owner = context.owner();
        this.filled = context.isFilled();
        this.faults = context.faults();
        lease.cluster().know(name);
    }

    SinkCluster cluster() {
        return lease.cluster();
    }

    ShardName name() {
        return name;
    }

    ShardTurn turn() {
        return turn;
    }

    /** Takes the shard over, or asks anew whether it is still this attempt's. */
    LedgerEntry fence() {
        LedgerRow row = known;
        if (row != null && !inDoubt) {
            refuseIfExcluded();
            return row.entry();
        }
        drop();
        cluster().ensureLedger();
        refuseIfExcluded();
        for (int tries = 1; ; tries++) {
            try {
                return claim();
            } catch (KafkaException e) {
                drop();
                if (tries == FENCE_TRIES || SendFailure.isConfiguration(e) || !isRace(e)) {
                    throw failure("take over", e);
                }
                refuseIfExcluded();
            }
        }
    }

    /** Somebody has initialised the id between our two steps. */
    private static boolean isRace(KafkaException e) {
        return SendFailure.mayBeFenced(e);
    }

    private LedgerEntry claim() {
        ShardProducer producer = initialise();
        LedgerRow found = cluster().readForFence(name);
        refuseIfExcluded(found);
        LedgerRow claimed =
                found == null ? new LedgerRow(LedgerEntry.empty(attempt), owner) : found.claimedBy(attempt, owner);
        if (!claimed.equals(found)) {
            ShardProducer.Sent sent = new ShardProducer.Sent();
            producer.begin();
            producer.send(ledgerRecord(claimed), sent);
            flush(producer, sent);
            producer.commit();
        }
        known = claimed;
        inDoubt = false;
        if (!filled) {
            rest();
        }
        turn.pass(claimed.entry().sequence() + 1);
        return claimed.entry();
    }

    private ShardProducer initialise() {
        ShardProducer producer =
                ShardProducer.initialise(cluster().connection(), name.transactionalId(), transactionTimeout);
        turn.replace(producer);
        return producer;
    }

    /** Throws what became of the first record that failed. */
    static void flush(ShardProducer producer, ShardProducer.Sent sent) {
        producer.flush();
        Exception failure = sent.failure();
        if (failure != null) {
            throw failure instanceof KafkaException known ? known : new KafkaException(failure);
        }
    }

    /** What makes a row the newest one, once its transaction is committed. */
    ProducerRecord<byte[], byte[]> ledgerRecord(LedgerRow row) {
        String topic = cluster().ledgerTopic().name();
        byte[] key = name.key().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(
                topic, LedgerTopic.partitionOf(name.key(), cluster().ledgerPartitions()), key, row.toBytes());
    }

    /** A shard that nobody fills needs no producer between its commits. */
    void rest() {
        ShardProducer producer = turn.producer();
        turn.replace(null);
        if (producer != null) {
            producer.closePolitely();
        }
    }

    /** Leaves the producer as it is; the next one ends what it has open. */
    void drop() {
        ShardProducer producer = turn.producer();
        turn.replace(null);
        if (producer != null) {
            producer.drop();
        }
    }

    @Nullable
    LedgerEntry read() {
        LedgerRow row = known;
        if (row != null && inDoubt) {
            try {
                reopen();
            } catch (KafkaException e) {
                throw failure("look up", e);
            }
            row = known;
        } else {
            row = cluster().look(name);
        }
        return row == null ? null : row.entry();
    }

    /** The producer to go on with. Ends whatever the last one has left. */
    ShardProducer ready() {
        ShardProducer producer = turn.producer();
        return producer == null || inDoubt ? reopen() : producer;
    }

    private ShardProducer reopen() {
        requireFenced();
        drop();
        refuseIfExcluded();
        ShardProducer producer = initialise();
        boolean sound = false;
        try {
            LedgerRow found = cluster().readSoon(name);
            refuseIfExcluded(found);
            known = found == null ? NOTHING : found;
            inDoubt = false;
            sound = true;
            return producer;
        } finally {
            if (!sound) {
                drop();
            }
        }
    }

    /** Commits what the producer has sent, {@code next} among it. */
    CommitOutcome commit(ShardProducer producer, LedgerRow next, CommitUnit unit, long letterCount) {
        inDoubt = true;
        try {
            producer.commit();
        } catch (KafkaException e) {
            drop();
            if (SendFailure.mayBeFenced(e)) {
                refuseIfReplaced();
            }
            return new CommitOutcome.InDoubt(e);
        }
        faults.at(Label.COMMIT_AFTER_COMMIT);
        known = next;
        inDoubt = false;
        if (!filled) {
            rest();
        }
        turn.pass(unit.sequence() + 1);
        return new CommitOutcome.Committed(letterCount);
    }

    /** Before anything else is touched: a newer attempt must not have its transaction aborted by this one. */
    void refuseIfReplaced() {
        try {
            refuseIfExcluded();
        } catch (WeirException e) {
            if (e.code() != ErrorCode.DESTINATION_UNAVAILABLE) {
                throw e;
            }
        }
    }

    /** A newer attempt may do as it likes from now on; this one finds out here. */
    void refuseIfExcluded() {
        refuseIfExcluded(cluster().look(name));
    }

    /** Whether the row was there once and is no more. */
    static boolean isGone(LedgerRow row) {
        return row.equals(NOTHING);
    }

    LedgerRow requireFenced() {
        LedgerRow row = known;
        if (row == null) {
            refuseIfExcluded();
            throw new WeirException(
                    ErrorCode.INTERNAL, "Cannot use " + name + ": fence comes first; report this as a defect");
        }
        return row;
    }

    private void refuseIfExcluded(@Nullable LedgerRow row) {
        if (row == null || !row.excludes(attempt, owner)) {
            return;
        }
        String who = row.entry().attempt() > attempt
                ? "a newer attempt has taken over: "
                : "another process with the same attempt number has taken over, as when the checkpoint folder was copied: ";
        throw new WeirException(
                ErrorCode.FENCED,
                "Cannot write as attempt " + attempt + " of " + name + ": " + who + row.entry() + ", ledger topic "
                        + cluster().ledgerTopic().name() + ", " + cluster().connection()
                        + "; stop this one; if no other runs, then this job has another checkpoint folder than the one"
                        + " that wrote there: use that folder, or delete the entry by a record without value under the"
                        + " key " + name.key());
    }

    WeirException failure(String what, Exception e) {
        return KafkaFailures.OF_SINK.of(what + " of " + name, cluster().connection(), e);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        turn.take();
        try {
            rest();
        } finally {
            lease.close();
        }
    }
}
