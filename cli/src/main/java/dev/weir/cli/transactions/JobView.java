package dev.weir.cli.transactions;

import dev.weir.CheckpointInspection;
import java.util.Optional;

/**
 * What a job's checkpoints say.
 *
 * @param owner the live process that runs it
 * @param newest the newest complete checkpoint
 */
record JobView(Optional<String> owner, Optional<CheckpointInspection.Checkpoint> newest) {
    static JobView of(CheckpointInspection inspection) {
        return new JobView(inspection.owner(), inspection.newest());
    }
}
