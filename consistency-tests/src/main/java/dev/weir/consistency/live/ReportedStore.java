package dev.weir.consistency.live;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.CheckpointStore;
import dev.weir.checkpoint.DataFile;
import dev.weir.state.FileRef;
import java.util.Optional;

/** A checkpoint store that tells which attempt was claimed, what it started from, and what was completed. */
final class ReportedStore implements CheckpointStore {
    private final CheckpointStore store;
    private final AttemptReports reports;

    ReportedStore(CheckpointStore store, AttemptReports reports) {
        this.store = store;
        this.reports = reports;
    }

    @Override
    public long claimAttempt(long floor) {
        long attempt = store.claimAttempt(floor);
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
