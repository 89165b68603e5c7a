package dev.weir.checkpoint;

/**
 * An operator that a checkpoint must contain.
 *
 * @param uid how a restore finds it again
 * @param description kind and name, for error messages
 * @param vertex the vertex whose tasks run it
 * @param parallelism the number of these tasks
 */
public record OperatorShape(String uid, String description, int vertex, int parallelism) {
    boolean runsIn(int otherVertex, int subtask) {
        return vertex == otherVertex && 0 <= subtask && subtask < parallelism;
    }
}
