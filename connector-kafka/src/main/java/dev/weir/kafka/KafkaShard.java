package dev.weir.kafka;

import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.UnitRecords;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One commit shard in topics: a single transactional producer with a constant id, whose transactions hold the records of a unit
 * and the shard's new entry in the ledger's topic.
 *
 * <p>Decision 11 has the protocol and which crash is covered by what. In short: whoever has initialised the producer last is the
 * only one who can write the entry, so what it has read after that is what stands there until it writes itself; {@link #claim} and
 * {@link #reopen} are the only two places that initialise one, and both look before and read after.
 *
 * <p><b>Threading:</b> the committing thread, but for the transactions that {@link #begin} gives; the producer belongs to whose
 * {@link ShardTurn} it is.
 */
final class KafkaShard<T> implements InsuredShard<T> {
    private static final int FENCE_TRIES = 4;

    private final SharedCluster.Lease lease;
    private final KafkaSinkSettings<T> settings;
    private final ShardName name;
    private final long attempt;
    private final String owner;
    private final boolean filled;
    private final DeadLetters policy;
    private final FaultInjector faults;
    private final EncodedRecord reader;
    private final LetterTopic letters;
    private final Supplier<Codec<T>> codecs;
    private final ShardTurn turn = new ShardTurn();
    private final Map<Long, EagerTransaction<T>> transactions = new ConcurrentHashMap<>();
    /** The row as this attempt has read or written it last under its producer's epoch; null before the fence. */
    private @Nullable LedgerRow known;
    /** What a transaction has become is to be asked before anything else. */
    private boolean inDoubt;

    private boolean closed;

    KafkaShard(SharedCluster.Lease lease, KafkaSinkSettings<T> settings, ShardContext context) {
        this.lease = lease;
        this.settings = settings;
        this.name = new ShardName(context.jobName(), context.sinkUid(), context.shard());
        this.attempt = context.attempt();
        this.owner = context.owner();
        this.filled = context.isFilled();
        this.policy = context.deadLetters();
        this.faults = context.faults();
        this.reader = new EncodedRecord(settings.mapping().topic());
        this.letters = new LetterTopic(settings.deadLetterTopic(), name);
        this.codecs = () -> new KafkaRecordCodec<>(settings.mapping());
        lease.cluster().know(name);
    }

    private SinkCluster cluster() {
        return lease.cluster();
    }

    @Override
    public LedgerEntry fence() {
        LedgerRow row = known;
        if (row != null && !inDoubt) {
            refuseIfExcluded(cluster().look(name));
            return row.entry();
        }
        drop();
        cluster().ensureLedger();
        if (policy.areKept()) {
            letters.ensure(cluster().admin());
        }
        refuseIfExcluded(cluster().look(name));
        for (int tries = 1; ; tries++) {
            try {
                return claim();
            } catch (KafkaException e) {
                drop();
                if (tries == FENCE_TRIES || SendFailure.isConfiguration(e) || !isRace(e)) {
                    throw failure("take over", e);
                }
                refuseIfExcluded(cluster().look(name));
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
                ShardProducer.initialise(settings.connection(), name.transactionalId(), settings.transactionTimeout());
        turn.replace(producer);
        return producer;
    }

    /** Throws what became of the first record that failed. */
    private static void flush(ShardProducer producer, ShardProducer.Sent sent) {
        producer.flush();
        Exception failure = sent.failure();
        if (failure != null) {
            throw failure instanceof KafkaException known ? known : new KafkaException(failure);
        }
    }

    private ProducerRecord<byte[], byte[]> ledgerRecord(LedgerRow row) {
        String topic = cluster().ledgerTopic().name();
        byte[] key = name.key().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new ProducerRecord<>(
                topic, LedgerTopic.partitionOf(name.key(), cluster().ledgerPartitions()), key, row.toBytes());
    }

    /** A shard that nobody fills needs no producer between its commits. */
    private void rest() {
        ShardProducer producer = turn.producer();
        turn.replace(null);
        if (producer != null) {
            producer.closePolitely();
        }
    }

    /** Leaves the producer as it is; the next one ends what it has open. */
    private void drop() {
        ShardProducer producer = turn.producer();
        turn.replace(null);
        if (producer != null) {
            producer.drop();
        }
    }

    @Override
    public @Nullable LedgerEntry read() {
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
    private ShardProducer ready() {
        ShardProducer producer = turn.producer();
        return producer == null || inDoubt ? reopen() : producer;
    }

    private ShardProducer reopen() {
        requireFenced();
        drop();
        refuseIfExcluded(cluster().look(name));
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

    /** Stands for a row that is gone: no entry equals it. */
    private static final LedgerRow NOTHING = new LedgerRow(LedgerEntry.empty(-1), "");

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<T> records) {
        boolean sound = false;
        try {
            ShardProducer producer = ready();
            LedgerRow row = requireFenced();
            CommitOutcome outcome = row.entry().equals(expected) && !expected.records(unit)
                    ? send(producer, row, unit, records)
                    : reasonAgainst(row, expected, unit);
            sound = !(outcome instanceof CommitOutcome.RetryLater);
            return outcome;
        } catch (KafkaException e) {
            return afterFailure("write unit " + unit.sequence(), e);
        } catch (WeirException e) {
            if (e.code() == ErrorCode.DESTINATION_UNAVAILABLE) {
                return new CommitOutcome.RetryLater(e);
            }
            rest();
            throw e;
        } finally {
            if (!sound) {
                drop();
            }
        }
    }

    private CommitOutcome reasonAgainst(LedgerRow row, LedgerEntry expected, CommitUnit unit) {
        if (row.entry().records(unit)) {
            turn.pass(unit.sequence() + 1);
            return new CommitOutcome.AlreadyCommitted();
        }
        String topic = cluster().ledgerTopic().name();
        return new CommitOutcome.Lost(
                row.equals(NOTHING)
                        ? "the entry of " + name + " is gone from ledger topic " + topic
                        : "the entry of " + name + " in ledger topic " + topic + " holds " + row.entry()
                                + " instead of " + expected);
    }

    private CommitOutcome send(ShardProducer producer, LedgerRow row, CommitUnit unit, UnitRecords<T> records) {
        UnitSender sender =
                new UnitSender(unit, reader, letters, policy, cluster().admin());
        while (true) {
            if (producer.isOpen()) {
                producer.abort();
            }
            producer.begin();
            faults.at(Label.COMMIT_AFTER_LEDGER);
            LedgerRow next = row.withEntry(row.entry().after(unit));
            @Nullable KafkaException failure = null;
            try {
                sender.send(producer, records.encoded());
                producer.send(ledgerRecord(next), sender.sent());
                flush(producer, sender.sent());
            } catch (KafkaException e) {
                // The first failure is the cause of those that follow.
                failure = sender.sent().failure() instanceof KafkaException first ? first : e;
            }
            if (failure == null) {
                faults.at(Label.COMMIT_AFTER_RECORDS);
                return commit(producer, next, unit, sender.letterCount());
            }
            if (!sender.learn(producer, failure, records.encoded())) {
                throw failure;
            }
        }
    }

    private CommitOutcome commit(ShardProducer producer, LedgerRow next, CommitUnit unit, long letterCount) {
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

    /** Nothing is committed; whether trying again makes sense is for the ledger to say. */
    private CommitOutcome afterFailure(String what, KafkaException e) {
        drop();
        if (SendFailure.isConfiguration(e)) {
            throw failure(what, e);
        }
        if (SendFailure.mayBeFenced(e)) {
            refuseIfReplaced();
        }
        return new CommitOutcome.RetryLater(e);
    }

    /** Before anything else is touched: a newer attempt must not have its transaction aborted by this one. */
    private void refuseIfReplaced() {
        try {
            refuseIfExcluded(cluster().look(name));
        } catch (WeirException e) {
            if (e.code() != ErrorCode.DESTINATION_UNAVAILABLE) {
                throw e;
            }
        }
    }

    @Override
    public SinkTransaction<T> begin(String lineage, long sequence) {
        EagerTransaction<T> transaction = new EagerTransaction<>(
                turn,
                sequence,
                codecs,
                new EncodedRecord(settings.mapping().topic()),
                new SendQueue(settings.queueBytes()),
                name.transactionalId());
        transactions.put(sequence, transaction);
        return transaction;
    }

    @Override
    public CommitOutcome commit(PreparedUnit prepared) {
        CommitUnit unit = prepared.unit();
        boolean sound = false;
        try {
            ShardProducer producer = ready();
            LedgerRow row = requireFenced();
            CommitOutcome outcome = commit(producer, row, unit);
            sound = true;
            return outcome;
        } catch (KafkaException e) {
            CommitOutcome outcome = afterFailure("commit unit " + unit.sequence(), e);
            return outcome instanceof CommitOutcome.RetryLater
                    ? new CommitOutcome.Lost(
                            "its transaction ended before it was committed (" + KafkaFailures.causeOf(e) + ")")
                    : outcome;
        } catch (WeirException e) {
            if (e.code() == ErrorCode.DESTINATION_UNAVAILABLE) {
                return new CommitOutcome.RetryLater(e);
            }
            throw e;
        } finally {
            if (!sound) {
                drop();
            }
        }
    }

    private CommitOutcome commit(ShardProducer producer, LedgerRow row, CommitUnit unit) {
        EagerTransaction<T> transaction = transactions.remove(unit.sequence());
        if (row.entry().records(unit)) {
            turn.pass(unit.sequence() + 1);
            return new CommitOutcome.AlreadyCommitted();
        }
        if (transaction == null) {
            return new CommitOutcome.Lost("it was aborted when attempt " + attempt
                    + " took over or had to connect again, as every transaction of Kafka is");
        }
        if (row.entry().sequence() + 1 != unit.sequence()) {
            return new CommitOutcome.Lost("the ledger holds " + row.entry() + " instead of the unit before");
        }
        String reason = transaction.finish(producer);
        if (reason == null) {
            LedgerRow next = row.withEntry(row.entry().after(unit));
            producer.send(ledgerRecord(next), transaction.sent());
            producer.flush();
            Exception failure = transaction.sent().failure();
            if (failure == null) {
                faults.at(Label.COMMIT_AFTER_RECORDS);
                return commit(producer, next, unit, 0);
            }
            reason = "a record could not be sent (" + KafkaFailures.causeOf(failure) + ")";
            if (SendFailure.mayBeFenced(failure)) {
                refuseIfReplaced();
            }
        }
        if (producer.isOpen()) {
            producer.abort();
        }
        return new CommitOutcome.Lost(reason);
    }

    /** Nothing is left to abort: {@link #fence} has ended the only transaction that there can be. */
    @Override
    public void abortAllBut(List<byte[]> handles) {
        refuseIfExcluded(cluster().look(name));
    }

    private LedgerRow requireFenced() {
        LedgerRow row = known;
        if (row == null) {
            refuseIfExcluded(cluster().look(name));
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

    private WeirException failure(String what, Exception e) {
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
