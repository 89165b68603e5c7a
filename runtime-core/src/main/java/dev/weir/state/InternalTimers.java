package dev.weir.state;

/**
 * The timers of one operator's subtask, kept in its keyed state.
 *
 * <p><b>Threading:</b> confined to the task's thread.
 */
public interface InternalTimers {
    /** Registers a timer of the current key; does nothing if there is one already. */
    void register(TimeDomain domain, long time);

    /** Removes a timer of the current key, if there is one. */
    void delete(TimeDomain domain, long time);

    /** The time of the earliest timer, or {@code Long.MAX_VALUE}. */
    long nextTime(TimeDomain domain);

    /** Fires, in order of time, each timer at or before {@code time}; sets the current key before each call. */
    void advance(TimeDomain domain, long time, Action action);

    /** What to do when a timer is due. */
    @FunctionalInterface
    interface Action {
        void onTimer(long time) throws Exception;
    }
}
