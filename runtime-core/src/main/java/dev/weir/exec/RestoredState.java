package dev.weir.exec;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.CheckpointMetadata.OperatorState;
import dev.weir.checkpoint.CheckpointMetadata.SubtaskState;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.graph.PhysicalPlan;
import dev.weir.graph.Step;
import dev.weir.graph.Vertex;
import dev.weir.time.Timestamps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The checkpoint that an attempt starts from, by operator; nothing at a fresh start. Immutable. */
final class RestoredState {
    private final @Nullable CheckpointMetadata metadata;
    private final Map<String, OperatorState> byUid = new HashMap<>();

    private RestoredState(@Nullable CheckpointMetadata metadata) {
        this.metadata = metadata;
        if (metadata != null) {
            metadata.operators().forEach(operator -> byUid.put(operator.uid(), operator));
        }
    }

    static RestoredState nothing() {
        return new RestoredState(null);
    }

    /**
     * Takes a checkpoint for this plan.
     *
     * @throws WeirException {@code STATE_INCOMPATIBLE} when it does not fit the plan
     */
    static RestoredState of(CheckpointMetadata metadata, PhysicalPlan plan) {
        verifyFits(metadata, plan);
        return new RestoredState(metadata);
    }

    boolean isFresh() {
        return metadata == null;
    }

    @Nullable
    CheckpointMetadata metadata() {
        return metadata;
    }

    /** The old subtasks of an operator; empty when the operator is new. */
    List<SubtaskState> subtasks(String uid) {
        OperatorState operator = byUid.get(uid);
        return operator == null ? List.of() : operator.subtasks();
    }

    /** The operators' own bytes, one for each old subtask that has any. */
    List<byte[]> bytes(String uid) {
        List<byte[]> all = new ArrayList<>();
        for (SubtaskState subtask : subtasks(uid)) {
            if (subtask.state().length > 0) {
                all.add(subtask.state());
            }
        }
        return all;
    }

    /** The lowest event time that an old subtask had reached. */
    long watermark(String uid) {
        return subtasks(uid).stream().mapToLong(SubtaskState::watermark).min().orElse(Timestamps.MIN_WATERMARK);
    }

    private static void verifyFits(CheckpointMetadata metadata, PhysicalPlan plan) {
        if (metadata.maxParallelism() != plan.maxParallelism()) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "Cannot restore checkpoint " + metadata.checkpointId() + " of job \"" + metadata.jobName()
                            + "\": it has " + metadata.maxParallelism() + " key groups, the job "
                            + plan.maxParallelism() + "; set maxParallelism(" + metadata.maxParallelism()
                            + "): the number of key groups is fixed for the life of the state");
        }
        TreeSet<String> present = new TreeSet<>();
        for (Vertex vertex : plan.vertices()) {
            for (Step step : vertex.steps()) {
                present.add(step.uid());
            }
        }
        for (OperatorState operator : metadata.operators()) {
            if (!present.contains(operator.uid()) && holdsState(operator)) {
                throw new WeirException(
                        ErrorCode.STATE_INCOMPATIBLE,
                        "Cannot restore checkpoint " + metadata.checkpointId() + " of job \"" + metadata.jobName()
                                + "\": it holds state of operator \"" + operator.uid() + "\" ("
                                + operator.description() + "), which the job does not have: its uids are " + present
                                + "; give the operator its old uid back, or start the job under another name");
            }
        }
    }

    private static boolean holdsState(OperatorState operator) {
        return operator.subtasks().stream()
                .anyMatch(subtask -> subtask.state().length > 0
                        || !subtask.keyedChain().isEmpty()
                        || !subtask.files().isEmpty());
    }
}
