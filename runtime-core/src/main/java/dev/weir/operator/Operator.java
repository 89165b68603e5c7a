package dev.weir.operator;

import dev.weir.state.OperatorSnapshot;

/**
 * One step of a chain: it is the output of the step before it.
 *
 * <p><b>Lifecycle:</b> {@link #open}; then {@link #emit}, {@link #emitWatermark}, {@link #processingTime} and {@link
 * #snapshot} in any order; {@link #endInput} once after the last record, after which snapshots may still follow; {@link
 * #close}, also after a failed open. <b>Threading:</b> confined to the task's thread.
 */
@SuppressWarnings("try") // close() may be interrupted like any other call
public interface Operator<I> extends Output<I>, AutoCloseable {
    /** Restored state is already in the context's backend. */
    void open() throws Exception;

    /** Processing time has come to {@code time}: fires timers. Returns the time of the next one, or {@code Long.MAX_VALUE}. */
    long processingTime(long time);

    /** No record follows; called after the watermark {@link dev.weir.time.Timestamps#MAX_WATERMARK}. */
    void endInput();

    /** The synchronous part of a checkpoint. */
    OperatorSnapshot snapshot(long checkpointId);

    void checkpointCompleted(long checkpointId);

    @Override
    void close() throws Exception;
}
