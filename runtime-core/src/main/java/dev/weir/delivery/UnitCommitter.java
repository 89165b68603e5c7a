package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.TransactionShard;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Commits the units of one shard, strictly in sequence, each until the ledger is known to have it: by its transaction, or
 * from its segment where there is no transaction or the destination has lost it. Those of the checkpoint come first; then
 * every other transaction of the shard is aborted; then it is {@link #caughtUp}.
 *
 * <p><b>Threading:</b> confined to the committer's thread.
 */
final class UnitCommitter<T> {
    private static final String SAFE_IN_CHECKPOINT =
            "their bytes are safe in the checkpoint: keep its folder, find out what changed the destination or its"
                    + " ledger (`weir ledger verify` compares them), and start the job again";
    private static final Logger LOG = LoggerFactory.getLogger(UnitDelivery.class);

    private final DeliveryContext context;
    private final FaultInjector faults;
    private final int shard;
    private final @Nullable LedgerShard<T> ledger;
    private final @Nullable TransactionShard<T> transactions;
    private final @Nullable RecordFraming<T> framing;
    private final DeadLetterBreaker breaker;
    private final UnitQueue queue;
    private final List<SealedUnit> ofCheckpoint;
    private final Backoff backoff;
    private final Counters counters;
    private LedgerEntry expected;
    private boolean inDoubt;
    private boolean clean;

    /**
     * Where units go.
     *
     * @param ports without a ledger if the destination keeps none
     * @param framing null without a ledger
     */
    record Target<T>(
            int shard, UnitPorts<T> ports, @Nullable RecordFraming<T> framing, DeadLetterBreaker breaker) {}

    /** What the committers of one sink count together. */
    record Counters(
            Counter committedUnits, Counter committedRecords, Counter retries, Counter lookUps, Counter insured) {
        Counters(MetricGroup metrics) {
            this(
                    metrics.counter("committedUnits"),
                    metrics.counter("committedRecords"),
                    metrics.counter("commitRetries"),
                    metrics.counter("inDoubtLookUps"),
                    metrics.counter("insuredUnits"));
        }
    }

    UnitCommitter(DeliveryContext context, Target<T> target, UnitQueue queue, LedgerEntry entry, Counters counters) {
        this.context = context;
        this.faults = context.faults();
        this.shard = target.shard();
        this.ledger = target.ports().ledger();
        this.transactions = target.ports().transactions();
        this.framing = target.framing();
        this.breaker = target.breaker();
        this.queue = queue;
        this.ofCheckpoint = queue.content().pending();
        this.expected = entry;
        this.clean = transactions == null;
        this.backoff = new Backoff(context.clock(), LOG);
        this.counters = counters;
    }

    UnitQueue queue() {
        return queue;
    }

    /** Whether nothing that older attempts have left is still to be committed or aborted. */
    boolean caughtUp() {
        return clean && !queue.holdsRestored();
    }

    /** One try of one unit. Returns as {@link Delivery#step} does. */
    long step() {
        long wait = backoff.remaining();
        if (wait > 0) {
            return wait;
        }
        if (transactions != null && !clean && !queue.holdsRestored()) {
            return abortOthers(transactions);
        }
        SealedUnit sealed = queue.nextToCommit();
        if (sealed == null) {
            return Delivery.IDLE;
        }
        UnitTransaction transaction = sealed.transaction();
        if (transaction != null && transactions != null && !transaction.isLost()) {
            return commit(transactions, transaction, sealed);
        }
        if (ledger != null) {
            return inDoubt ? lookUp(ledger, sealed) : apply(ledger, sealed);
        }
        if (sealed.isEmpty()) {
            return recordCommitted(sealed, 0);
        }
        throw lostFrom(sealed, "its transaction is gone", "the destination had the only copy");
    }

    private long abortOthers(TransactionShard<T> port) {
        faults.at(Label.ABORT_BEFORE);
        try {
            port.abortAllBut(ofCheckpoint.stream()
                    .map(SealedUnit::transaction)
                    .filter(Objects::nonNull)
                    .map(UnitTransaction::handle)
                    .toList());
        } catch (WeirException e) {
            if (e.code() != ErrorCode.DESTINATION_UNAVAILABLE) {
                throw e;
            }
            return backoff.failed("Abort of old transactions of " + context.describeShard(shard), e);
        }
        clean = true;
        return 0;
    }

    private long commit(TransactionShard<T> port, UnitTransaction transaction, SealedUnit sealed) {
        faults.at(inDoubt ? Label.IN_DOUBT_BEFORE_LOOKUP : Label.COMMIT_BEFORE_APPLY);
        if (inDoubt) {
            counters.lookUps().add(1);
        }
        CommitOutcome outcome;
        try {
            outcome = port.commit(new PreparedUnit(sealed.unit(), transaction.handle()));
        } catch (WeirException e) {
            outcome = inDoubtUnless(e);
        }
        return outcome.match(new Outcomes(sealed) {
            @Override
            public Long lost(String reason) {
                if (sealed.segment() == null) {
                    throw lostFrom(
                            sealed,
                            reason,
                            "the destination had the only copy (`weir tx list` shows what it still has): restore what it"
                                    + " lost there, or start the job from an older checkpoint and accept that other records arrive again; TWO_PHASE_INSURED"
                                    + " keeps a copy of its own");
                }
                // Where no transaction outlives its attempt, a restart that ends one is no news.
                LOG.atLevel(port instanceof InsuredShard<T> && queue.holdsRestored() ? Level.INFO : Level.WARN)
                        .log(
                                "The destination has lost the transaction of unit {} of {}; its {} records are written"
                                        + " again from the checkpoint: {}",
                                sealed.unit().sequence(),
                                context.describeShard(shard),
                                sealed.unit().recordCount(),
                                reason);
                counters.insured().add(1);
                transaction.markLost();
                inDoubt = false;
                return 0L;
            }
        });
    }

    /** The port should have said which; asking the ledger is right for both. */
    private static CommitOutcome inDoubtUnless(WeirException e) {
        if (e.code() != ErrorCode.DESTINATION_UNAVAILABLE) {
            throw e;
        }
        return new CommitOutcome.InDoubt(e);
    }

    private long apply(LedgerShard<T> port, SealedUnit sealed) {
        if (framing == null) {
            throw new IllegalStateException("a ledger without a codec");
        }
        faults.at(Label.COMMIT_BEFORE_APPLY);
        CommitOutcome outcome;
        try {
            outcome = port.apply(expected, sealed.unit(), new SegmentRecords<>(sealed, framing, context.segments()));
        } catch (WeirException e) {
            outcome = inDoubtUnless(e);
        }
        return outcome.match(new Outcomes(sealed));
    }

    /** What becomes of a unit after each outcome. */
    private class Outcomes implements CommitOutcome.Cases<Long> {
        private final SealedUnit sealed;

        Outcomes(SealedUnit sealed) {
            this.sealed = sealed;
        }

        @Override
        public Long committed(long deadLetters) {
            return recordCommitted(sealed, deadLetters);
        }

        @Override
        public Long alreadyCommitted() {
            return recordCommitted(sealed, 0);
        }

        @Override
        public Long retryLater(Exception cause) {
            return tryLater(sealed, cause);
        }

        @Override
        public Long inDoubt(Exception cause) {
            inDoubt = true;
            return tryLater(sealed, cause);
        }

        @Override
        public Long lost(String reason) {
            throw lostFrom(sealed, reason, SAFE_IN_CHECKPOINT);
        }
    }

    private long lookUp(LedgerShard<T> port, SealedUnit sealed) {
        faults.at(Label.IN_DOUBT_BEFORE_LOOKUP);
        counters.lookUps().add(1);
        @Nullable LedgerEntry found;
        try {
            found = port.read();
        } catch (WeirException e) {
            if (e.code() != ErrorCode.DESTINATION_UNAVAILABLE) {
                throw e;
            }
            return tryLater(sealed, e);
        }
        if (found == null) {
            throw lostFrom(sealed, "the shard's entry is gone from the ledger", SAFE_IN_CHECKPOINT);
        }
        if (found.attempt() > context.attempt()) {
            throw new WeirException(
                    ErrorCode.FENCED,
                    "Cannot commit unit " + sealed.unit().sequence() + " of " + context.describeShard(shard)
                            + " as attempt " + context.attempt() + ": a newer attempt has taken over: "
                            + found.attempt() + "; stop this one");
        }
        if (found.records(sealed.unit())) {
            return recordCommitted(sealed, 0);
        }
        if (!found.equals(expected)) {
            throw lostFrom(sealed, "the ledger holds " + found + " instead of " + expected, SAFE_IN_CHECKPOINT);
        }
        // Not committed, or not yet: a transaction that still runs at the destination keeps the entry locked, and
        // once it is through, apply() finds that the entry is not the expected one or that it records the unit.
        inDoubt = false;
        return 0;
    }

    private long recordCommitted(SealedUnit sealed, long deadLetters) {
        inDoubt = false;
        breaker.committed(sealed.unit().recordCount(), deadLetters);
        faults.at(Label.COMMIT_BEFORE_RECORDED);
        expected = expected.after(sealed.unit());
        queue.committed(sealed);
        sealed.forgetMemory();
        backoff.succeeded(() -> describe(sealed.unit()));
        counters.committedUnits().add(1);
        counters.committedRecords().add(sealed.unit().recordCount());
        return 0;
    }

    private long tryLater(SealedUnit sealed, Exception cause) {
        counters.retries().add(1);
        return backoff.failed(describe(sealed.unit()), cause);
    }

    private String describe(CommitUnit unit) {
        return "Commit of unit " + unit.sequence() + " of " + context.describeShard(shard);
    }

    private WeirException lostFrom(SealedUnit first, String reason, String remedy) {
        List<SealedUnit> lost = queue.content().pending();
        long records =
                lost.stream().mapToLong(unit -> unit.unit().recordCount()).sum();
        long to = first.unit().sequence() + lost.size() - 1;
        return new WeirException(
                ErrorCode.COMMIT_LOST,
                "Cannot commit units " + first.unit().sequence() + " to " + to + " of " + context.describeShard(shard)
                        + ": " + reason + ": " + records + " records of lineage "
                        + first.unit().lineage() + ", checkpoint "
                        + first.unit().checkpointId()
                        + "; " + remedy);
    }
}
