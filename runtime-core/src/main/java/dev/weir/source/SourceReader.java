package dev.weir.source;

import java.util.List;

/**
 * Reads the splits of one subtask.
 *
 * <p><b>Lifecycle:</b> {@link #start} once with all splits of the subtask (possibly none), then {@link #poll} until it
 * returns {@link PollStatus#END}, with {@link #snapshot} between two polls at any time, also after the end; {@link
 * #close}. <b>Threading:</b> confined to the task's thread. A poll emits a bounded number of records (some hundreds) and
 * may block for I/O, but never longer than about 100 ms for lack of data: it returns {@link PollStatus#WAIT} instead.
 */
@SuppressWarnings("try") // close() may be interrupted like any other call
public interface SourceReader<S extends SourceSplit> extends AutoCloseable {
    void start(List<S> splits) throws Exception;

    PollStatus poll() throws Exception;

    /**
     * Every split that is not finished, at the position behind its last emitted record. A finished split is left out; a
     * reader without unfinished splits ends.
     *
     * @param checkpointId which checkpoint the positions go into; it may never complete
     */
    List<S> snapshot(long checkpointId);

    /**
     * The checkpoint is complete: what its {@linkplain #snapshot snapshot} says was read will never be read again. Checkpoints
     * before it that were not told of are complete or will never be.
     */
    default void checkpointCompleted(long checkpointId) throws Exception {}

    @Override
    void close() throws Exception;
}
