package dev.weir.consistency.mutant;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.CheckpointStore;
import dev.weir.checkpoint.DataFile;
import dev.weir.state.FileRef;
import java.util.Optional;

/** A checkpoint store that passes everything on; a mutant overrides what it does wrong. */
class RelayedStore implements CheckpointStore {
    final CheckpointStore real;

    RelayedStore(CheckpointStore real) {
        this.real = real;
    }

    @Override
    public long claimAttempt(long floor) {
        return real.claimAttempt(floor);
    }

    @Override
    public Optional<CheckpointMetadata> newest() {
        return real.newest();
    }

    @Override
    public void complete(CheckpointMetadata metadata) {
        real.complete(metadata);
    }

    @Override
    public CheckpointMetadata peek(String path) {
        return real.peek(path);
    }

    @Override
    public CheckpointMetadata load(String path) {
        return real.load(path);
    }

    @Override
    public long lastCheckpointId() {
        return real.lastCheckpointId();
    }

    @Override
    public DataFile create(String name) {
        return real.create(name);
    }

    @Override
    public byte[] read(FileRef file) {
        return real.read(file);
    }

    @Override
    public String writeSavepoint(CheckpointMetadata metadata, String directory) {
        return real.writeSavepoint(metadata, directory);
    }

    @Override
    public void deleteOld(int retained, long attempt) {
        real.deleteOld(retained, attempt);
    }

    @Override
    public void close() {
        real.close();
    }
}
