package dev.weir.function;

import dev.weir.element.OutputTag;
import dev.weir.state.KeyedStateStore;
import dev.weir.state.TimerService;

/**
 * A function with keyed state and timers.
 *
 * <p><b>Lifecycle:</b> {@link #open}, then {@link #processElement} and {@link #onTimer} in any order, then {@link
 * #close}. <b>Threading:</b> all in one thread, on a copy of the function that no other subtask sees.
 */
public abstract class KeyedProcessFunction<K, I, O> implements Function {
    private static final long serialVersionUID = 1L;

    /** Called once before the first record: the place to get hold of state. */
    public void open(RuntimeContext context) throws Exception {}

    public abstract void processElement(I value, Context<K> context, Collector<O> out) throws Exception;

    /** Called when a timer of the current key is due. */
    public void onTimer(long timestamp, OnTimerContext<K> context, Collector<O> out) throws Exception {}

    public void close() throws Exception {}

    /** What a function may know about where it runs. */
    public interface RuntimeContext extends KeyedStateStore {
        int subtaskIndex();

        int parallelism();

        /** Grows with every start of the job, from 1. */
        long attempt();
    }

    /** The record's surroundings. */
    public interface Context<K> {
        K currentKey();

        /** The record's event time, or {@link dev.weir.time.Timestamps#NONE}. */
        long timestamp();

        TimerService timerService();

        /** Emits to a side output, with the record's timestamp; nowhere if nobody reads it. */
        <X> void output(OutputTag<X> tag, X value);
    }

    /** The timer's surroundings; {@link #timestamp()} is the time that it was set for. */
    public interface OnTimerContext<K> extends Context<K> {
        dev.weir.state.TimeDomain timeDomain();
    }
}
