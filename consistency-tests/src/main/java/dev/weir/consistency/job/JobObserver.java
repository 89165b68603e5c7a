package dev.weir.consistency.job;

import java.util.List;

/**
 * Hears what the parts of a model job do; where they run, in whichever process.
 *
 * <p><b>Threading:</b> called from the job's threads, several at once; must not block.
 */
public interface JobObserver {
    /** Nobody listens. */
    JobObserver NONE = new JobObserver() {};

    /** A reader starts with these partitions, each from its position. */
    default void readerStarted(int subtask, int parallelism, List<ModelSource.Partition> partitions) {}
}
