package dev.weir.exec;

import java.time.Duration;

/** A job that was started. Safe from any thread. */
public interface RunningJob {
    /**
     * Waits for the job's end.
     *
     * @throws dev.weir.error.WeirException the failure that ended the job
     */
    JobStatus await() throws InterruptedException;

    /** Waits at most this long; whether the job has ended. Throws as {@link #await()}. */
    boolean await(Duration timeout) throws InterruptedException;

    /** Asks the job to stop without a savepoint; returns at once. What is not committed stays in the last checkpoint. */
    void cancel();

    /** Stops reading, takes a savepoint into {@code directory}, commits everything, ends; returns the savepoint's path. */
    String stopWithSavepoint(String directory) throws InterruptedException;

    JobStatus status();

    JobMetrics metrics();
}
