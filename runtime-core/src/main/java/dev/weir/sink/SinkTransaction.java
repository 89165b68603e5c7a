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
     * Whether it keeps as many records as it cares to, until the unit before it is committed. The input is held back then
     * while that commit is on its way; after a checkpoint that was aborted, more records come all the same.
     */
    default boolean isFull() {
        return false;
    }

    /**
     * Makes everything durable without making it visible, the unit's ledger entry included if the destination keeps one.
     *
     * @return what a checkpoint keeps to find the transaction again
     */
    byte[] prepare(CommitUnit unit) throws Exception;

    void abort();
}
