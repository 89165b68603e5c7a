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
    /** What each task has to acknowledge, and what those did that have. */
    private final Map<Task, Set<String>> expected = new HashMap<>();

    private final Map<Task, Map<String, SubtaskState>> acknowledged = new HashMap<>();
    private @Nullable Throwable declined;

    private record Task(int vertex, int subtask) {}

    PendingCheckpoint(long id, long triggeredNanos, CheckpointedJob job) {
        this.id = id;
        this.triggeredNanos = triggeredNanos;
        this.job = job;
        for (OperatorShape operator : job.operators()) {
            for (int subtask = 0; subtask < operator.parallelism(); subtask++) {
                expected.computeIfAbsent(new Task(operator.vertex(), subtask), task -> new TreeSet<>())
                        .add(operator.uid());
            }
        }
    }

    long id() {
        return id;
    }

    long triggeredNanos() {
        return triggeredNanos;
    }

    /** Takes the states of one task; a second time they are ignored. */
    synchronized void acknowledge(int vertex, int subtask, Map<String, SubtaskState> states) {
        Task task = new Task(vertex, subtask);
        Set<String> uids = expected.getOrDefault(task, Set.of());
        if (uids.isEmpty() || !uids.equals(states.keySet())) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot acknowledge checkpoint " + id + " for subtask " + subtask + " of vertex " + vertex
                            + ": it has other operators: expected " + uids + ", found "
                            + new TreeSet<>(states.keySet()) + "; this is a defect, please report it");
        }
        acknowledged.putIfAbsent(task, Map.copyOf(states));
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
        return acknowledged.size() == expected.size();
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
        return IntStream.range(0, operator.parallelism())
                .mapToObj(subtask -> acknowledged
                        .getOrDefault(new Task(operator.vertex(), subtask), Map.of())
                        .get(operator.uid()))
                .map(Objects::requireNonNull)
                .toList();
    }
}
