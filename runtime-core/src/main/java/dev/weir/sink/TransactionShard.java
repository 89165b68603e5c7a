package dev.weir.sink;

import java.util.List;

/**
 * One commit shard at a destination that prepares and commits transactions.
 *
 * <p><b>Lifecycle:</b> {@link #fence} first; {@link #commit} and {@link #abortAllBut} for what a checkpoint holds; then
 * {@link #begin}, one open transaction at a time, while older ones are committed. <b>Threading:</b> {@code begin} and the
 * transaction that it returns belong to the task's thread, everything else to the committing thread; both at once.
 * <b>Errors:</b> as in {@link LedgerShard}.
 */
public interface TransactionShard<T> extends AutoCloseable {
    /** Takes ownership for this attempt: no older attempt can prepare, commit or abort from now on. */
    void fence();

    /** Opens a transaction for the unit with this lineage and sequence number. */
    SinkTransaction<T> begin(String lineage, long sequence);

    /** Commits a prepared transaction by the handle that {@link SinkTransaction#prepare} gave. May be repeated. */
    CommitOutcome commit(byte[] handle);

    /** Aborts every transaction of this shard, open or prepared, by whichever attempt, except those with these handles. */
    void abortAllBut(List<byte[]> handles);

    @Override
    void close();
}
