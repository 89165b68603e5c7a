package dev.weir.sink;

/**
 * An open transaction.
 *
 * <p><b>Lifecycle:</b> {@link #write} any number of times, then {@link #prepare} or {@link #abort} once. <b>Threading:</b>
 * confined to the task's thread, except that {@code prepare} runs in the thread that writes snapshots, after the last
 * write; may block.
 */
public interface SinkTransaction<T> {
    void write(T value) throws Exception;

    /**
     * Makes everything durable without making it visible, the unit's ledger entry included if the destination keeps one.
     *
     * @return what a checkpoint keeps to find the transaction again
     */
    byte[] prepare(CommitUnit unit) throws Exception;

    void abort();
}
