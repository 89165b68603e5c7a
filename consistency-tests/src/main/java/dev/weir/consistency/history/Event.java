package dev.weir.consistency.history;

import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that an observer saw, in the order in which it saw it. Observers never believe the job: completed checkpoints come
 * from the checkpoint store, records from a reader of the destination.
 *
 * <p>{@code nanos} is the observer's clock; only drawings use it.
 *
 * <h2>What the order means</h2>
 *
 * Whoever observes more than one place keeps to this, so that an effect never stands before its cause:
 *
 * <ol>
 *   <li>Before a look's events stands everything that the look could have seen the effect of: {@link CheckpointCompleted},
 *       {@link Fenced}, {@link Acknowledged}, {@link Prepared}, {@link TransactionEnded}. So the store is read after the
 *       destination, and reported before it. They may be newer than the look.
 *   <li>What stands before a {@link LookBegan} happened before the look was taken. A look without one began, as far as is known,
 *       with the end of the look before.
 *   <li>What stands behind an {@link AttemptEnded} or a {@link QuietBegan} was seen after it.
 *   <li>Before an {@link AttemptStarted} stand all checkpoints that older attempts have completed; before an {@link Acknowledged}
 *       or {@link TransactionEnded} all checkpoints that were complete by then.
 * </ol>
 */
public sealed interface Event {
    long nanos();

    /** Calls the one method that this event is for. */
    void visit(EventVisitor visitor);

    /**
     * An attempt begins to read its sources.
     *
     * @param checkpoint what it started from, or 0 at a fresh start
     */
    record AttemptStarted(long nanos, long attempt, long checkpoint, Positions positions, int parallelism)
            implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.attemptStarted(this);
        }
    }

    /**
     * An attempt is over, or frozen.
     *
     * @param reason in words; of a failure with its error code first
     */
    record AttemptEnded(long nanos, long attempt, End end, String reason) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.attemptEnded(this);
        }
    }

    /** How an attempt ended. */
    enum End {
        /** The input was read to its end and everything is committed. */
        FINISHED,
        /** It stopped with an error. */
        FAILED,
        /** Its process died. */
        KILLED,
        /** Its process sleeps; it may wake up. */
        FROZEN
    }

    /** The destination obeys the attempt from now on and no older one. */
    record Fenced(long nanos, String sink, long attempt) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.fenced(this);
        }
    }

    /** The checkpoint store has the checkpoint. */
    record CheckpointCompleted(long nanos, long attempt, long checkpoint, Positions positions) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.checkpointCompleted(this);
        }
    }

    /** A reader sees a record that it did not see in the look before (of equal records: one more). */
    record Appeared(long nanos, String sink, OutputRecord record) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.appeared(this);
        }
    }

    /** A reader no longer sees a record (of equal records: one less). Of {@link Promise#LATEST_BY_KEY}: it was replaced. */
    record Vanished(long nanos, String sink, OutputRecord record) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.vanished(this);
        }
    }

    /** A reader found something that is no record of ours. */
    record Unreadable(long nanos, String sink, String what) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.unreadable(this);
        }
    }

    /** A reader begins to look; what the look finds is told behind it. */
    record LookBegan(long nanos, String sink) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.lookBegan(this);
        }
    }

    /**
     * The look is over: all that appeared and vanished since the last one was one consistent snapshot. An observer whose reader has
     * no snapshots ends only those looks during which nobody could write.
     */
    record LookEnded(long nanos, String sink) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.lookEnded(this);
        }
    }

    /** A reader saw the ledger's entry of a shard, in the look that ends next. */
    record LedgerSeen(long nanos, String sink, int shard, LedgerEntry entry) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.ledgerSeen(this);
        }
    }

    /** The port told the runtime that the unit is committed. */
    record Acknowledged(long nanos, String sink, int shard, long attempt, CommitUnit unit) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.acknowledged(this);
        }
    }

    /** A transaction was prepared; the unit is null if the port did not say. */
    record Prepared(
            long nanos,
            String sink,
            int shard,
            long attempt,
            String transaction,
            @Nullable CommitUnit unit) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.prepared(this);
        }
    }

    /**
     * A transaction ended at the destination.
     *
     * @param owner the attempt that began it
     * @param by the attempt that ended it, or 0 for the destination itself
     */
    record TransactionEnded(
            long nanos, String sink, int shard, String transaction, long owner, long by, boolean committed)
            implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.transactionEnded(this);
        }
    }

    /** All transactions of the job that the destination has open or prepared. */
    record InDoubtListed(long nanos, String sink, List<String> transactions) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.inDoubtListed(this);
        }

        public InDoubtListed {
            transactions = List.copyOf(transactions);
        }
    }

    /** A reader waits for a transaction that is open; told again when it goes on. */
    record ReaderBlocked(long nanos, String sink, boolean blocked) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.readerBlocked(this);
        }
    }

    /** Something countable that must not grow with the number of attempts: ids, rows of a ledger, threads, connections. */
    record ResourceCounted(long nanos, String resource, long count, long most) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.resourceCounted(this);
        }
    }

    /** A fault happened. */
    record FaultFired(long nanos, String fault) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.faultFired(this);
        }
    }

    /** Something that the job needs is down, or up again; while it is down the job may fail as often as it likes. */
    record Outage(long nanos, String what, boolean down) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.outage(this);
        }
    }

    /** An engine waited as long as its bound allows and stopped waiting. */
    record GaveUpWaiting(long nanos, String what) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.gaveUpWaiting(this);
        }
    }

    /** Everything is healed, the job has ended, and nobody writes any more. */
    record QuietBegan(long nanos) implements Event {
        @Override
        public void visit(EventVisitor visitor) {
            visitor.quietBegan(this);
        }
    }
}
