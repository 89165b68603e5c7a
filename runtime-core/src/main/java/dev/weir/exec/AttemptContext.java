package dev.weir.exec;

import dev.weir.checkpoint.CheckpointStore;
import dev.weir.codec.CodecRegistry;
import dev.weir.graph.PhysicalPlan;

/**
 * What all parts of one attempt share. Immutable.
 *
 * @param attempt the attempt's number, the fencing token
 */
record AttemptContext(
        ExecutionSettings settings,
        PhysicalPlan plan,
        ExecutionPorts ports,
        CheckpointStore store,
        CodecRegistry codecs,
        MetricsRegistry metrics,
        RestoredState restored,
        long attempt) {}
