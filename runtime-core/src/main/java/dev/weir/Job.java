package dev.weir;

import dev.weir.exec.JobMetrics;
import dev.weir.exec.JobStatus;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A job that was started.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
public interface Job {
    String name();

    /**
     * Waits for the end and says how it came.
     *
     * @throws dev.weir.error.WeirException the failure that ended the job
     */
    JobResult await() throws InterruptedException;

    /** Waits at most this long; returns whether the job has ended. Throws as {@link #await()}. */
    boolean await(Duration timeout) throws InterruptedException;

    /** Asks the job to stop without a savepoint and returns at once. What is not committed stays in the last checkpoint. */
    void cancel();

    /**
     * Stops reading, takes a savepoint below {@code directory}, commits everything, and ends.
     *
     * @return the savepoint's own path: what {@link JobOptions.Builder#fromSavepoint} takes
     */
    Path stopWithSavepoint(Path directory) throws InterruptedException;

    /** What {@link StreamEnvironment#explain()} says now, with the destinations as they are. */
    String explain();

    JobStatus status();

    /** What the job has counted until now, in this process. */
    JobMetrics metrics();
}
