package dev.weir.sink;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One commit shard at a destination that prepares and commits transactions.
 *
 * <p>If the destination can, each transaction carries the ledger entry of its unit, so that a commit whose reply was lost
 * and a transaction that the destination dropped can be told apart.
 *
 * <p><b>Lifecycle:</b> {@link #fence} first; {@link #commit} for what a checkpoint holds; {@link #abortAllBut}; then {@link
 * #begin}, one open transaction at a time, while older ones are committed. <b>Threading:</b> {@code begin} and the
 * transaction that it returns belong to the task's thread, everything else to the committing thread; both at once.
 * <b>Errors:</b> as in {@link LedgerShard}.
 */
public interface TransactionShard<T> extends AutoCloseable {
    /**
     * Takes ownership for this attempt: from now on no older attempt can prepare, commit or abort.
     *
     * @return the ledger's entry, all committed transactions included, or null if the destination keeps no ledger
     */
    @Nullable
    LedgerEntry fence();

    /** Opens a transaction for the unit with this lineage and sequence number. */
    SinkTransaction<T> begin(String lineage, long sequence);

    /**
     * Commits a prepared transaction. May be repeated: the ledger, or whatever the destination has in its place, tells a
     * transaction that was committed from one that is lost.
     */
    CommitOutcome commit(PreparedUnit prepared);

    /** Aborts every transaction of this shard, open or prepared, by whichever attempt, except those with these handles. */
    void abortAllBut(List<byte[]> handles);

    @Override
    void close();
}
