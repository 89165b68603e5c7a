package dev.weir.exec;

/**
 * Counts one job's failures.
 *
 * <p><b>Threading:</b> confined to the thread that coordinates the job.
 */
public interface RestartBudget {
    /** No restart any more. */
    long EXHAUSTED = -1;

    /** Sees a failure at {@code now} (nanoseconds); returns the nanoseconds to wait, or {@link #EXHAUSTED}. */
    long afterFailure(long now);
}
