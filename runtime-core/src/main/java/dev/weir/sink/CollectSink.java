package dev.weir.sink;

import java.util.List;

/**
 * Keeps records in memory, for tests in the process that runs the job.
 *
 * <p><b>Threading:</b> {@link #results} is safe from any thread, also while the job runs.
 *
 * @param <T> records
 */
public sealed interface CollectSink<T> extends Sink<T> permits WrittenResults, CommittedResults {
    /** Everything that has arrived so far, as a copy; of one subtask in its order. */
    List<T> results();

    /** Takes records as they come; after a failure some come twice. */
    static <T> CollectSink<T> atLeastOnce() {
        return new WrittenResults<>();
    }

    /**
     * Keeps a ledger beside the records: each is there once, from the moment on when its checkpoint is complete. Job
     * attempts that use the same object continue one another.
     */
    static <T> CollectSink<T> exactlyOnce(Class<T> type) {
        return new CommittedResults<>(type);
    }
}
