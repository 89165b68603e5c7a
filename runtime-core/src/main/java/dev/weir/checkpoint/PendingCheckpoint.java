package dev.weir.checkpoint;

import dev.weir.checkpoint.CheckpointMetadata.OperatorState;
import dev.weir.checkpoint.CheckpointMetadata.SubtaskState;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A checkpoint that collects the acknowledgements of its tasks. Thread-safe. */
final class PendingCheckpoint {
    private final long id;
    private final long triggeredNanos;
    private final CheckpointedJob job;
    private final int tasks;
    private final Map<Task, Map<String, SubtaskState>> acknowledged = new HashMap<>();
    private @Nullable Throwable declined;

    private record Task(int vertex, int subtask) {}

    PendingCheckpoint(long id, long triggeredNanos, CheckpointedJob job, int tasks) {
        this.id = id;
        this.triggeredNanos = triggeredNanos;
        this.job = job;
        this.tasks = tasks;
    }

    long id() {
        return id;
    }

    long triggeredNanos() {
        return triggeredNanos;
    }

    /** Takes the states of one task; a second time they are ignored. Returns whether nothing is missing any more. */
    synchronized boolean acknowledge(int vertex, int subtask, Map<String, SubtaskState> states) {
        if (!isExpected(vertex, subtask, states.keySet())) {
            Set<String> uids = new TreeSet<>();
            for (OperatorShape operator : job.operators()) {
                if (operator.runsIn(vertex, subtask)) {
                    uids.add(operator.uid());
                }
            }
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot acknowledge checkpoint " + id + " for subtask " + subtask + " of vertex " + vertex
                            + ": it has other operators: expected " + uids + ", found "
                            + new TreeSet<>(states.keySet()) + "; this is a defect, please report it");
        }
        acknowledged.putIfAbsent(new Task(vertex, subtask), Map.copyOf(states));
        return complete();
    }

    private boolean isExpected(int vertex, int subtask, Set<String> uids) {
        int missing = uids.size();
        for (OperatorShape operator : job.operators()) {
            if (operator.runsIn(vertex, subtask)) {
                if (!uids.contains(operator.uid())) {
                    return false;
                }
                missing--;
            }
        }
        return missing == 0 && !uids.isEmpty();
    }

    synchronized void decline(Throwable cause) {
        if (declined == null) {
            declined = cause;
        }
    }

    synchronized @Nullable Throwable declined() {
        return declined;
    }

    synchronized boolean complete() {
        return acknowledged.size() == tasks;
    }

    /** What has not been acknowledged, for error messages: {@code reader (1 of 2 subtasks), ...}. */
    synchronized String missing() {
        return job.operators().stream()
                .map(this::missing)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private String missing(OperatorShape operator) {
        long missing = IntStream.range(0, operator.parallelism())
                .filter(subtask -> !acknowledged.containsKey(new Task(operator.vertex(), subtask)))
                .count();
        return missing == 0
                ? ""
                : operator.description() + " (" + missing + " of " + operator.parallelism() + " subtasks)";
    }

    /** Of a complete one. */
    synchronized CheckpointMetadata metadata(long completedMillis) {
        List<OperatorState> operators = new ArrayList<>();
        for (OperatorShape operator : job.operators()) {
            operators.add(new OperatorState(operator.uid(), operator.description(), subtasks(operator)));
        }
        return new CheckpointMetadata(
                job.jobName(),
                job.lineage(),
                job.attempt(),
                id,
                false,
                completedMillis,
                job.maxParallelism(),
                operators);
    }

    private List<SubtaskState> subtasks(OperatorShape operator) {
        List<SubtaskState> states = new ArrayList<>();
        for (int subtask = 0; subtask < operator.parallelism(); subtask++) {
            Map<String, SubtaskState> ofTask =
                    acknowledged.getOrDefault(new Task(operator.vertex(), subtask), Map.of());
            states.add(Objects.requireNonNull(ofTask.get(operator.uid())));
        }
        return states;
    }
}
