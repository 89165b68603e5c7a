package dev.weir.consistency.simulation;

import dev.weir.checkpoint.CheckpointStore;
import dev.weir.checkpoint.Disk;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.job.ModelInput;
import dev.weir.consistency.model.ModelDestination;
import dev.weir.exec.ExecutionPorts;
import dev.weir.sink.Sink;
import dev.weir.source.Source;

/**
 * One mistake, put into one place of a job: each method gets the real part and returns what takes its place. Called once for each
 * process.
 */
public interface Mutation {
    /** No mistake. */
    Mutation NONE = new Mutation() {};

    default Source<ModelInput, ?> source(Source<ModelInput, ?> real) {
        return real;
    }

    default Sink<OutputRecord> sink(Sink<OutputRecord> real) {
        return real;
    }

    default ExecutionPorts.DeliveryFactory deliveries(ExecutionPorts.DeliveryFactory real) {
        return real;
    }

    default CheckpointStore store(CheckpointStore real) {
        return real;
    }

    default Disk disk(Disk real) {
        return real;
    }

    /** Called once for a life of the destination, not of a process. */
    default ModelDestination destination(ModelDestination real) {
        return real;
    }
}
