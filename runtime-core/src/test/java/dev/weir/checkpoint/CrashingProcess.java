package dev.weir.checkpoint;

import static dev.weir.checkpoint.Checkpoints.checkpoint;
import static dev.weir.checkpoint.Checkpoints.write;

import dev.weir.checkpoint.WatchedDisk.Watcher;
import dev.weir.state.FileRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A process that uses a store in every way and dies at one point: before a certain operation on the disk, or at a label.
 * Remembers what it was promised before.
 */
final class CrashingProcess {
    private final UnaryOperator<MemoryDisk> death;
    private final Watcher omissions;
    private final int lastPoint;
    private int points;
    private MemoryDisk disk;

    long claimed;
    long started;
    long completed;
    final Map<Long, String> states = new HashMap<>();
    final List<String> savepoints = new ArrayList<>();

    /**
     * Plans a process.
     *
     * @param lastPoint how many points it passes before it dies
     * @param death what becomes of the disk
     * @param omissions syncs that are left out, to see whether anybody notices
     */
    CrashingProcess(MemoryDisk disk, int lastPoint, UnaryOperator<MemoryDisk> death, Watcher omissions) {
        this.disk = disk;
        this.lastPoint = lastPoint;
        this.death = death;
        this.omissions = omissions;
    }

    /** What the process before was promised counts until this one has restored something. */
    CrashingProcess inherit(CrashingProcess before) {
        claimed = before.claimed;
        started = before.started;
        completed = before.completed;
        states.putAll(before.states);
        return this;
    }

    /** Returns whether it died before it had done everything. */
    boolean diesWorking() {
        try {
            work();
            return false;
        } catch (Death e) {
            return true;
        }
    }

    /** The disk that the next process finds. */
    MemoryDisk disk() {
        return disk;
    }

    private void work() {
        Disk watched = new WatchedDisk(disk, (operation, path) -> {
            point();
            return omissions.before(operation, path);
        });
        try (CheckpointStore store = Checkpoints.open(watched, label -> point())) {
            for (int restart = 0; restart < 2; restart++) {
                claimed = store.claimAttempt();
                List<FileRef> chain = new ArrayList<>();
                store.newest().ifPresent(restored -> {
                    chain.addAll(restored.dataFiles());
                    completed = restored.checkpointId();
                    started = completed;
                });
                checkpoints(store, chain, 3);
            }
        }
    }

    private void checkpoints(CheckpointStore store, List<FileRef> chain, int count) {
        long attempt = claimed;
        for (int i = 0; i < count; i++) {
            long id = store.lastCheckpointId() + 1;
            write(store, attempt + "-unused-" + id, "unused");
            chain.add(write(store, attempt + "-delta-" + id, contentOf(attempt + "-delta-" + id)));
            if (chain.size() > 3) {
                chain.subList(0, 2).clear();
            }
            CheckpointMetadata metadata = checkpoint(attempt, id, chain.toArray(FileRef[]::new));
            states.put(id, Checkpoints.stateOf(metadata));
            started = id;
            store.complete(metadata);
            completed = id;
            if (i == 1) {
                savepoints.add(store.writeSavepoint(metadata, "/savepoints"));
            }
            store.deleteOld(2, attempt);
        }
    }

    /** What the file of this name must hold. */
    static String contentOf(String name) {
        return ("content of " + name + ";").repeat(3);
    }

    private void point() {
        if (points++ == lastPoint) {
            disk = death.apply(disk);
            throw new Death();
        }
    }

    /** Ends the process; nothing catches it. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Death() {
            super("killed by the test");
        }
    }
}
