package dev.weir.exec;

/**
 * Something that runs as a state machine in small steps: a task, a committer, the coordinator. Production gives each a
 * thread; a simulator steps all of them in one thread, in an order of its own.
 *
 * <p><b>Threading:</b> one step at a time. Whatever makes an idle one runnable again must signal its {@link Waker}.
 */
interface Stepper {
    /** There is nothing to do until the waker is signalled. */
    long IDLE = Long.MAX_VALUE;

    /** Names the thread. */
    String name();

    Waker waker();

    /**
     * Does a bounded piece of work. Returns 0 when there may be more to do at once, otherwise after how many nanoseconds
     * to call again even if nobody signals.
     */
    long step() throws Exception;

    /** Gives resources free; called once, in the thread that stepped, after the last step. */
    default void close() throws Exception {}
}
