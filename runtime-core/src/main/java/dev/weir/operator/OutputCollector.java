package dev.weir.operator;

import dev.weir.function.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Gives a function's results to an output, all with one timestamp. A failure further down the chain is kept, so that it
 * is neither taken for one of the function nor lost if the function catches it.
 *
 * <p><b>Threading:</b> confined to the task's thread.
 */
public final class OutputCollector<T> implements Collector<T> {
    private final String operator;
    private final Output<T> output;
    private long timestamp;
    private @Nullable RuntimeException failure;

    /**
     * @param operator the operator's name, for error messages
     */
    public OutputCollector(String operator, Output<T> output) {
        this.operator = operator;
        this.output = output;
    }

    /** Sets the timestamp of what is collected from now on. */
    public void timestamp(long newTimestamp) {
        timestamp = newTimestamp;
    }

    @Override
    public void collect(T value) {
        if (value == null) {
            throw UserFailure.nullResult(operator);
        }
        try {
            output.emit(value, timestamp);
        } catch (RuntimeException e) {
            throw downstream(e);
        }
    }

    /** Keeps a failure of what the function emitted to. */
    RuntimeException downstream(RuntimeException thrown) {
        failure = thrown;
        return thrown;
    }

    /** To be called after the function returned. */
    public void verify() {
        if (failure != null) {
            throw failure;
        }
    }

    /** What to throw after the function threw. */
    public RuntimeException failure(String what, Exception thrown) {
        return failure != null ? failure : UserFailure.of(what, operator, thrown);
    }
}
