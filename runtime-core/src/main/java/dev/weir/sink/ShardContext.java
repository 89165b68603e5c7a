package dev.weir.sink;

import dev.weir.fault.FaultInjector;
import dev.weir.metrics.MetricGroup;
import dev.weir.time.Clock;

/** Identifies one commit shard of one sink and the attempt that wants to own it. */
public interface ShardContext {
    String jobName();

    /** The uid of the sink in the job. */
    String sinkUid();

    /** From 0; the same for the life of the job, whatever its parallelism. */
    int shard();

    /** The fencing token: a destination obeys only the highest one it has seen. */
    long attempt();

    /**
     * Names the attempt beyond its number: two folders of checkpoints, one a copy of the other, may both give the same
     * number. A destination obeys, of two with the same number, only the one that fenced it.
     */
    String owner();

    /** Whether the job wants to begin a new lineage beside what the destination holds of an older one. */
    default boolean forks() {
        return false;
    }

    /** Whether a subtask fills the shard; one that rests only commits what it has left over, if anything. */
    default boolean isFilled() {
        return true;
    }

    DeadLetters deadLetters();

    Clock clock();

    MetricGroup metrics();

    /** To be called at the labels of the protocol steps that the connector performs itself. */
    FaultInjector faults();
}
