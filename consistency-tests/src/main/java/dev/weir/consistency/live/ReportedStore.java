package dev.weir.consistency.live;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.CheckpointStore;
import dev.weir.checkpoint.DataFile;
import dev.weir.consistency.job.ModelJob;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.state.FileRef;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A checkpoint store that tells which attempt was claimed, what it started from, and what was completed. */
/*
 * A process that was frozen shares no folder with its successor, which works on a copy. In a shared one it would find the
 * successor's claim beside its own when its job restarts, and stop. In its own it would find nothing and take the same number: two
 * attempts 2, each with its own checkpoint 3, and whoever watches both would compare the one with the other. So it is refused here,
 * in the same way. Checkpoints it may complete, as if it had looked for a newer claim just before there was one: what keeps it
 * from doing harm with them is the destination, which is what the suite wants to see.
 */
final class ReportedStore implements CheckpointStore {
    private final CheckpointStore store;
    private final AttemptReports reports;
    private final BooleanSupplier replaced;

    /** @param replaced whether a successor works on a copy of the store */
    ReportedStore(CheckpointStore store, AttemptReports reports, BooleanSupplier replaced) {
        this.store = store;
        this.reports = reports;
        this.replaced = replaced;
    }

    @Override
    public long claimAttempt(long floor) {
        long attempt = store.claimAttempt(floor);
        // Asked behind the claim: one that the copy does not hold came after the copy.
        if (replaced.getAsBoolean()) {
            throw new WeirException(
                    ErrorCode.FENCED,
                    "Cannot claim an attempt of job '" + ModelJob.NAME
                            + "': a successor has taken over, with a copy of the checkpoints; stop this process: the"
                            + " successor continues from the last complete checkpoint");
        }
        reports.claimed(attempt);
        return attempt;
    }

    @Override
    public Optional<CheckpointMetadata> newest() {
        Optional<CheckpointMetadata> newest = store.newest();
        reports.loaded(newest.map(CheckpointMetadata::checkpointId).orElse(0L));
        return newest;
    }

    @Override
    public CheckpointMetadata peek(String path) {
        return store.peek(path);
    }

    @Override
    public CheckpointMetadata load(String path) {
        return store.load(path);
    }

    @Override
    public long lastCheckpointId() {
        return store.lastCheckpointId();
    }

    @Override
    public DataFile create(String name) {
        return store.create(name);
    }

    @Override
    public byte[] read(FileRef file) {
        return store.read(file);
    }

    @Override
    public void complete(CheckpointMetadata metadata) {
        store.complete(metadata);
        reports.completed(metadata);
    }

    @Override
    public String writeSavepoint(CheckpointMetadata metadata, String directory) {
        return store.writeSavepoint(metadata, directory);
    }

    @Override
    public void deleteOld(int retained, long attempt) {
        store.deleteOld(retained, attempt);
    }

    @Override
    public void close() {
        store.close();
    }
}
