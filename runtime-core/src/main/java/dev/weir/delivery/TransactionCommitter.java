package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.metrics.Counter;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.TransactionShard;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the prepared transactions of one shard in sequence. Those of the checkpoint come first; then every other one
 * of the shard is aborted; then it is {@link #clean}.
 *
 * <p><b>Threading:</b> confined to the committer's thread.
 */
final class TransactionCommitter implements CommitOutcome.Cases<Long> {
    private static final Logger LOG = LoggerFactory.getLogger(TwoPhaseDelivery.class);

    private final DeliveryContext context;
    private final FaultInjector faults;
    private final int shard;
    private final TransactionShard<?> port;
    private final UnitQueue<SealedTransaction> queue;
    private final List<SealedTransaction> ofCheckpoint;
    private final Backoff backoff;
    private final Counter committed;
    private final Counter retries;
    private boolean inDoubt;
    private boolean clean;

    TransactionCommitter(
            DeliveryContext context,
            int shard,
            TransactionShard<?> port,
            UnitQueue<SealedTransaction> queue,
            List<SealedTransaction> ofCheckpoint) {
        this.context = context;
        this.faults = context.faults();
        this.shard = shard;
        this.port = port;
        this.queue = queue;
        this.ofCheckpoint = ofCheckpoint;
        this.backoff = new Backoff(context.clock(), LOG);
        this.committed = context.metrics().counter("committedUnits");
        this.retries = context.metrics().counter("commitRetries");
    }

    UnitQueue<SealedTransaction> queue() {
        return queue;
    }

    /** Whether nothing of older attempts is left. */
    boolean clean() {
        return clean;
    }

    long step() {
        long wait = backoff.remaining();
        if (wait > 0) {
            return wait;
        }
        if (!clean && !queue.holdsRestored()) {
            return abortOthers();
        }
        SealedTransaction next = queue.nextToCommit();
        if (next == null) {
            return Delivery.IDLE;
        }
        faults.at(inDoubt ? Label.IN_DOUBT_BEFORE_LOOKUP : Label.COMMIT_BEFORE_APPLY);
        CommitOutcome outcome;
        try {
            outcome = port.commit(next.handle());
        } catch (WeirException e) {
            if (e.code() != ErrorCode.DESTINATION_UNAVAILABLE) {
                throw e;
            }
            outcome = new CommitOutcome.InDoubt(e);
        }
        return outcome.match(this);
    }

    private long abortOthers() {
        faults.at(Label.ABORT_BEFORE);
        try {
            port.abortAllBut(
                    ofCheckpoint.stream().map(SealedTransaction::handle).toList());
        } catch (WeirException e) {
            if (e.code() != ErrorCode.DESTINATION_UNAVAILABLE) {
                throw e;
            }
            return backoff.failed("Abort of old transactions of " + context.describeShard(shard), e);
        }
        clean = true;
        return 0;
    }

    @Override
    public Long committed() {
        faults.at(Label.COMMIT_BEFORE_RECORDED);
        SealedTransaction first = first();
        inDoubt = false;
        queue.committed(first);
        backoff.succeeded(describe(first));
        committed.add(1);
        return 0L;
    }

    @Override
    public Long alreadyCommitted() {
        return committed();
    }

    @Override
    public Long retryLater(Exception cause) {
        retries.add(1);
        return backoff.failed(describe(first()), cause);
    }

    /** There is no ledger to ask: a commit may be repeated, and its answer tells. */
    @Override
    public Long inDoubt(Exception cause) {
        inDoubt = true;
        return retryLater(cause);
    }

    @Override
    public Long lost(String reason) {
        SealedTransaction first = first();
        int more = queue.content().pending().size() - 1;
        throw new WeirException(
                ErrorCode.COMMIT_LOST,
                "Cannot commit unit " + first.sequence() + " of " + context.describeShard(shard) + ": " + reason
                        + ": lineage " + first.lineage() + ", checkpoint " + first.checkpointId() + ", " + more
                        + " units wait behind it; the destination had the only copy: restore what it lost there, or"
                        + " start the job from an older checkpoint and accept that other records arrive again");
    }

    private SealedTransaction first() {
        SealedTransaction first = queue.nextToCommit();
        if (first == null) {
            throw new IllegalStateException("no unit is being committed");
        }
        return first;
    }

    private String describe(SealedTransaction transaction) {
        return "Commit of unit " + transaction.sequence() + " of " + context.describeShard(shard);
    }
}
