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
 */
public sealed interface Event {
    long nanos();

    /**
     * An attempt begins to read its sources.
     *
     * @param checkpoint what it started from, or 0 at a fresh start
     */
    record AttemptStarted(long nanos, long attempt, long checkpoint, Positions positions, int parallelism)
            implements Event {}

    /**
     * An attempt is over, or frozen.
     *
     * @param reason in words; of a failure with its error code first
     */
    record AttemptEnded(long nanos, long attempt, End end, String reason) implements Event {}

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
    record Fenced(long nanos, String sink, long attempt) implements Event {}

    /** The checkpoint store has the checkpoint. */
    record CheckpointCompleted(long nanos, long attempt, long checkpoint, Positions positions) implements Event {}

    /** A reader sees a record that it did not see in the look before (of equal records: one more). */
    record Appeared(long nanos, String sink, OutputRecord record) implements Event {}

    /** A reader no longer sees a record (of equal records: one less). Of {@link Promise#LATEST_BY_KEY}: it was replaced. */
    record Vanished(long nanos, String sink, OutputRecord record) implements Event {}

    /** A reader found something that is no record of ours. */
    record Unreadable(long nanos, String sink, String what) implements Event {}

    /** The look is over: all that appeared and vanished since the last one was one consistent snapshot. */
    record LookEnded(long nanos, String sink) implements Event {}

    /** A reader saw the ledger's entry of a shard, in the look that ends next. */
    record LedgerSeen(long nanos, String sink, int shard, LedgerEntry entry) implements Event {}

    /** The port told the runtime that the unit is committed. */
    record Acknowledged(long nanos, String sink, int shard, long attempt, CommitUnit unit) implements Event {}

    /** A transaction was prepared; the unit is null if the port did not say. */
    record Prepared(
            long nanos,
            String sink,
            int shard,
            long attempt,
            String transaction,
            @Nullable CommitUnit unit) implements Event {}

    /**
     * A transaction ended at the destination.
     *
     * @param owner the attempt that began it
     * @param by the attempt that ended it, or 0 for the destination itself
     */
    record TransactionEnded(
            long nanos, String sink, int shard, String transaction, long owner, long by, boolean committed)
            implements Event {}

    /** All transactions of the job that the destination has open or prepared. */
    record InDoubtListed(long nanos, String sink, List<String> transactions) implements Event {
        public InDoubtListed {
            transactions = List.copyOf(transactions);
        }
    }

    /** A reader waits for a transaction that is open; told again when it goes on. */
    record ReaderBlocked(long nanos, String sink, boolean blocked) implements Event {}

    /** Something countable that must not grow with the number of attempts: ids, rows of a ledger, threads, connections. */
    record ResourceCounted(long nanos, String resource, long count, long most) implements Event {}

    /** A fault happened. */
    record FaultFired(long nanos, String fault) implements Event {}

    /** Everything is healed, the job has ended, and nobody writes any more. */
    record QuietBegan(long nanos) implements Event {}
}
