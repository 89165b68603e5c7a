package dev.weir.consistency.simulation;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.CheckpointStore;
import dev.weir.checkpoint.DataFile;
import dev.weir.state.FileRef;
import java.util.Optional;

/** A checkpoint store that tells what went through it, once that is so. */
record WatchedStore(CheckpointStore store, Watcher watcher) implements CheckpointStore {
    /** Hears of a store. */
    interface Watcher {
        default void claimed(long attempt) {}

        /** It was complete before, or has become so in the meantime. */
        default void loaded(CheckpointMetadata metadata) {}

        default void completed(CheckpointMetadata metadata) {}
    }

    @Override
    public long claimAttempt(long floor) {
        long attempt = store.claimAttempt(floor);
        watcher.claimed(attempt);
        return attempt;
    }

    @Override
    public Optional<CheckpointMetadata> newest() {
        Optional<CheckpointMetadata> newest = store.newest();
        newest.ifPresent(watcher::loaded);
        return newest;
    }

    @Override
    public void complete(CheckpointMetadata metadata) {
        store.complete(metadata);
        watcher.completed(metadata);
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
