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
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One commit shard in topics: a single transactional producer with a constant id, whose transactions hold the records of a unit
 * and the shard's new entry in the ledger's topic.
 *
 * <p>Decision 11 has the protocol and which crash is covered by what; {@link ShardSession} holds the producer and the entry.
 *
 * <p><b>Threading:</b> the committing thread, but for the transactions that {@link #begin} gives; the producer belongs to whose
 * {@link ShardTurn} it is.
 */
final class KafkaShard<T> implements InsuredShard<T> {
    private final KafkaSinkSettings<T> settings;
    private final ShardName name;
    private final ShardSession session;
    private final long attempt;
    private final DeadLetters policy;
    private final FaultInjector faults;
    private final EncodedRecord reader;
    private final LetterTopic letters;
    private final Supplier<Codec<T>> codecs;
    private final Map<Long, EagerTransaction<T>> transactions = new ConcurrentHashMap<>();

    KafkaShard(SharedCluster.Lease lease, KafkaSinkSettings<T> settings, ShardContext context) {
        this.settings = settings;
        this.name = new ShardName(context.jobName(), context.sinkUid(), context.shard());
        this.session = new ShardSession(lease, name, settings.transactionTimeout(), context);
        this.attempt = context.attempt();
        this.policy = context.deadLetters();
        this.faults = context.faults();
        this.reader = new EncodedRecord(settings.mapping().topic());
        this.letters = new LetterTopic(settings.deadLetterTopic(), name);
        this.codecs = () -> new KafkaRecordCodec<>(settings.mapping());
    }

    @Override
    public LedgerEntry fence() {
        if (policy.areKept()) {
            letters.ensure(session.cluster().admin());
        }
        return session.fence();
    }

    @Override
    public @Nullable LedgerEntry read() {
        return session.read();
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<T> records) {
        boolean sound = false;
        try {
            ShardProducer producer = session.ready();
            LedgerRow row = session.requireFenced();
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
            session.rest();
            throw e;
        } finally {
            if (!sound) {
                session.drop();
            }
        }
    }

    private CommitOutcome reasonAgainst(LedgerRow row, LedgerEntry expected, CommitUnit unit) {
        if (row.entry().records(unit)) {
            session.turn().pass(unit.sequence() + 1);
            return new CommitOutcome.AlreadyCommitted();
        }
        String topic = session.cluster().ledgerTopic().name();
        return new CommitOutcome.Lost(
                ShardSession.isGone(row)
                        ? "the entry of " + name + " is gone from ledger topic " + topic
                        : "the entry of " + name + " in ledger topic " + topic + " holds " + row.entry()
                                + " instead of " + expected);
    }

    private CommitOutcome send(ShardProducer producer, LedgerRow row, CommitUnit unit, UnitRecords<T> records) {
        UnitSender sender =
                new UnitSender(unit, reader, letters, policy, session.cluster().admin());
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
                producer.send(session.ledgerRecord(next), sender.sent());
                ShardSession.flush(producer, sender.sent());
            } catch (KafkaException e) {
                // The first failure is the cause of those that follow.
                failure = sender.sent().failure() instanceof KafkaException first ? first : e;
            }
            if (failure == null) {
                faults.at(Label.COMMIT_AFTER_RECORDS);
                return session.commit(producer, next, unit, sender.letterCount());
            }
            if (!sender.learn(producer, failure, records.encoded())) {
                throw failure;
            }
        }
    }

    /** Nothing is committed; whether trying again makes sense is for the ledger to say. */
    private CommitOutcome afterFailure(String what, KafkaException e) {
        session.drop();
        if (SendFailure.isConfiguration(e)) {
            throw session.failure(what, e);
        }
        if (SendFailure.mayBeFenced(e)) {
            session.refuseIfReplaced();
        }
        return new CommitOutcome.RetryLater(e);
    }

    @Override
    public SinkTransaction<T> begin(String lineage, long sequence) {
        EagerTransaction<T> transaction = new EagerTransaction<>(
                session.turn(),
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
            ShardProducer producer = session.ready();
            LedgerRow row = session.requireFenced();
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
                session.drop();
            }
        }
    }

    private CommitOutcome commit(ShardProducer producer, LedgerRow row, CommitUnit unit) {
        EagerTransaction<T> transaction = transactions.remove(unit.sequence());
        if (row.entry().records(unit)) {
            session.turn().pass(unit.sequence() + 1);
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
            producer.send(session.ledgerRecord(next), transaction.sent());
            producer.flush();
            Exception failure = transaction.sent().failure();
            if (failure == null) {
                faults.at(Label.COMMIT_AFTER_RECORDS);
                return session.commit(producer, next, unit, 0);
            }
            reason = "a record could not be sent (" + KafkaFailures.causeOf(failure) + ")";
            if (SendFailure.mayBeFenced(failure)) {
                session.refuseIfReplaced();
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
        session.refuseIfExcluded();
    }

    @Override
    public void close() {
        session.close();
    }
}
