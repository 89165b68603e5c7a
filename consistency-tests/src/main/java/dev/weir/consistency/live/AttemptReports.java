package dev.weir.consistency.live;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.StoreInspection;
import dev.weir.consistency.history.Positions;
import dev.weir.consistency.history.Workload;
import dev.weir.consistency.job.CheckpointPositions;
import dev.weir.consistency.job.JobObserver;
import dev.weir.consistency.job.ModelJob;
import dev.weir.consistency.job.ModelSource;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts together what one attempt after the other says of its start.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class AttemptReports implements JobObserver, FaultInjector {
    private final Workload workload;
    private final Path checkpoints;
    private final boolean fences;
    private final Consumer<Report> journal;
    private long attempt;
    private long checkpoint;
    private final Set<Integer> started = new HashSet<>();
    private List<Long> next = List.of();

    /** @param fences whether the strategy fences its destinations */
    AttemptReports(Workload workload, Path checkpoints, boolean fences, Consumer<Report> journal) {
        this.workload = workload;
        this.checkpoints = checkpoints;
        this.fences = fences;
        this.journal = journal;
    }

    synchronized void claimed(long number) {
        attempt = number;
        started.clear();
        // A partition that is not assigned is read to its end.
        next = new ArrayList<>(Collections.nCopies(workload.partitions(), workload.recordsPerPartition()));
        journal.accept(new Report.Claimed(number));
    }

    synchronized void loaded(long checkpointId) {
        checkpoint = checkpointId;
    }

    /** Looks for itself whether the store really has it, as everybody can see it. */
    void completed(CheckpointMetadata metadata) {
        StoreInspection.of(checkpoints, ModelJob.NAME)
                .newest()
                .filter(newest ->
                        newest.checkpointId() == metadata.checkpointId() && newest.attempt() == metadata.attempt())
                .ifPresent(newest -> journal.accept(new Report.Completed(
                        newest.attempt(), newest.checkpointId(), CheckpointPositions.of(newest, workload))));
    }

    @Override
    public synchronized void readerStarted(int subtask, int parallelism, List<ModelSource.Partition> partitions) {
        for (ModelSource.Partition partition : partitions) {
            next.set(partition.number(), partition.next());
        }
        if (started.add(subtask) && started.size() == parallelism) {
            journal.accept(new Report.Started(attempt, checkpoint, parallelism, new Positions(next)));
        }
    }

    @Override
    public synchronized void at(Label label) {
        if (fences && label == Label.RESTORE_AFTER_FENCE) {
            journal.accept(new Report.Fenced(attempt));
        }
    }
}
