package dev.weir.cli.transactions;

import dev.weir.CheckpointInspection;
import java.util.Optional;

/**
 * What a job's checkpoints say.
 *
 * @param owner the live process that runs it
 * @param newest the newest complete checkpoint
 * @param lastAttempt the highest attempt number that was claimed with these checkpoints
 */
record JobView(Optional<String> owner, Optional<CheckpointInspection.Checkpoint> newest, long lastAttempt) {
    static JobView of(CheckpointInspection inspection) {
        return new JobView(inspection.owner(), inspection.newest(), inspection.lastAttempt());
    }
}
