package dev.weir.checkpoint;

import dev.weir.state.FileRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that a restore needs to know of a completed checkpoint or savepoint.
 *
 * @param checkpointId grows within a job's life, over attempts
 * @param attempt the attempt that completed it
 * @param completedMillis wall-clock time of completion
 * @param maxParallelism the number of key groups: fixed for the life of the state
 * @param operators one entry for each operator that may hold state, in the order of the plan
 */
public record CheckpointMetadata(
        String jobName,
        String lineage,
        long attempt,
        long checkpointId,
        boolean savepoint,
        long completedMillis,
        int maxParallelism,
        List<OperatorState> operators) {
    public CheckpointMetadata {
        operators = List.copyOf(operators);
    }

    /** All data files that it refers to, each once. */
    Set<FileRef> dataFiles() {
        Set<FileRef> all = new LinkedHashSet<>();
        for (OperatorState operator : operators) {
            for (SubtaskState subtask : operator.subtasks()) {
                all.addAll(subtask.keyedChain());
                all.addAll(subtask.files());
            }
        }
        return all;
    }

    CheckpointMetadata asSavepoint() {
        return new CheckpointMetadata(
                jobName, lineage, attempt, checkpointId, true, completedMillis, maxParallelism, operators);
    }

    /**
     * The state of one operator.
     *
     * @param uid how the job finds it again
     * @param description kind and name, for error messages
     */
    public record OperatorState(String uid, String description, List<SubtaskState> subtasks) {
        public OperatorState {
            subtasks = List.copyOf(subtasks);
        }
    }

    /**
     * The state of one subtask of one operator.
     *
     * @param state the operator's own bytes
     * @param keyedChain the keyed state's files, oldest first
     * @param files other files that the state refers to, for example segments
     * @param watermark the event time that the subtask had reached
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record SubtaskState(byte[] state, List<FileRef> keyedChain, List<FileRef> files, long watermark) {
        public SubtaskState {
            keyedChain = List.copyOf(keyedChain);
            files = List.copyOf(files);
        }
    }
}
