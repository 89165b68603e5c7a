package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.metrics.Counter;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the units of one shard, strictly in sequence, each until the ledger is known to have it.
 *
 * <p><b>Threading:</b> confined to the committer's thread.
 */
final class LedgerCommitter<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLogDelivery.class);

    private final DeliveryContext context;
    private final FaultInjector faults;
    private final int shard;
    private final LedgerShard<T> port;
    private final RecordFraming<T> framing;
    private final UnitQueue<SealedUnit> queue;
    private final Backoff backoff;
    private final Counter committedUnits;
    private final Counter committedRecords;
    private final Counter retries;
    private final Counter lookUps;
    private LedgerEntry expected;
    private boolean inDoubt;

    LedgerCommitter(
            DeliveryContext context,
            int shard,
            LedgerShard<T> port,
            RecordFraming<T> framing,
            UnitQueue<SealedUnit> queue,
            LedgerEntry ledger) {
        this.context = context;
        this.faults = context.faults();
        this.shard = shard;
        this.port = port;
        this.framing = framing;
        this.queue = queue;
        this.expected = ledger;
        this.backoff = new Backoff(context.clock(), LOG);
        this.committedUnits = context.metrics().counter("committedUnits");
        this.committedRecords = context.metrics().counter("committedRecords");
        this.retries = context.metrics().counter("commitRetries");
        this.lookUps = context.metrics().counter("inDoubtLookUps");
    }

    UnitQueue<SealedUnit> queue() {
        return queue;
    }

    /** One try of one unit. Returns as {@link Delivery#step} does. */
    long step() {
        SealedUnit sealed = queue.nextToCommit();
        if (sealed == null) {
            return Delivery.IDLE;
        }
        long wait = backoff.remaining();
        if (wait > 0) {
            return wait;
        }
        return inDoubt ? lookUp(sealed) : apply(sealed);
    }

    private long apply(SealedUnit sealed) {
        Iterable<T> records = sealed.isEmpty() ? List.of() : new SegmentRecords<>(sealed, framing, context.segments());
        faults.at(Label.COMMIT_BEFORE_APPLY);
        CommitOutcome outcome;
        try {
            outcome = port.apply(expected, sealed.unit(), records);
        } catch (WeirException e) {
            if (e.code() != ErrorCode.DESTINATION_UNAVAILABLE) {
                throw e;
            }
            // The port should have said which; asking the ledger is right for both.
            outcome = new CommitOutcome.InDoubt(e);
        }
        return outcome.match(new CommitOutcome.Cases<Long>() {
            @Override
            public Long committed() {
                return recordCommitted(sealed);
            }

            @Override
            public Long alreadyCommitted() {
                return recordCommitted(sealed);
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
                throw lostFrom(sealed, reason);
            }
        });
    }

    private long lookUp(SealedUnit sealed) {
        faults.at(Label.IN_DOUBT_BEFORE_LOOKUP);
        lookUps.add(1);
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
            throw lostFrom(sealed, "the shard's entry is gone from the ledger");
        }
        if (found.records(sealed.unit())) {
            return recordCommitted(sealed);
        }
        if (!found.equals(expected)) {
            throw lostFrom(sealed, "the ledger holds " + found + " instead of " + expected);
        }
        // Not committed, or not yet: a transaction that still runs at the destination keeps the entry locked, and
        // once it is through, apply() finds that the entry is not the expected one or that it records the unit.
        inDoubt = false;
        return 0;
    }

    private long recordCommitted(SealedUnit sealed) {
        inDoubt = false;
        faults.at(Label.COMMIT_BEFORE_RECORDED);
        expected = expected.after(sealed.unit());
        queue.committed(sealed);
        sealed.segment().forgetMemory();
        backoff.succeeded(describe(sealed.unit()));
        committedUnits.add(1);
        committedRecords.add(sealed.unit().recordCount());
        return 0;
    }

    private long tryLater(SealedUnit sealed, Exception cause) {
        retries.add(1);
        return backoff.failed(describe(sealed.unit()), cause);
    }

    private String describe(CommitUnit unit) {
        return "Commit of unit " + unit.sequence() + " of " + context.describeShard(shard);
    }

    private WeirException lostFrom(SealedUnit first, String reason) {
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
                        + "; their bytes are safe in the checkpoint: keep its folder, find out what changed the"
                        + " destination or its ledger, and start the job again");
    }

    @Override
    public void close() {
        port.close();
    }
}
