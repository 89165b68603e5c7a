package dev.weir.sink;

/**
 * Writes records as they come.
 *
 * <p><b>Lifecycle:</b> {@link #write} any number of times, {@link #flush} at every barrier: when it returns, everything
 * written is durable at the destination; {@link #close}. <b>Threading:</b> confined to the task's thread; may block.
 */
@SuppressWarnings("try") // close() may be interrupted like any other call
public interface SinkWriter<T> extends AutoCloseable {
    /** {@code timestamp} is the record's event time, or {@link dev.weir.time.Timestamps#NONE}. */
    void write(T value, long timestamp) throws Exception;

    void flush() throws Exception;

    @Override
    void close() throws Exception;
}
