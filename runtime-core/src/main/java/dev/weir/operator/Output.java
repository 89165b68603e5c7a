package dev.weir.operator;

/**
 * Takes what an operator emits: the next operator of the chain, or the way to another task. Records and control elements
 * arrive in order, in the task's thread.
 */
public interface Output<T> {
    /** {@code timestamp} is the record's event time, or {@link dev.weir.time.Timestamps#NONE}. */
    void emit(T value, long timestamp);

    void emitWatermark(long watermark);

    /** Whether event time stands still here because no input is active. */
    void emitIdle(boolean idle);
}
