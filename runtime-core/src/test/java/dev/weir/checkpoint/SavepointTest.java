package dev.weir.checkpoint;

import static dev.weir.checkpoint.Checkpoints.checkpoint;
import static dev.weir.checkpoint.Checkpoints.stateOf;
import static dev.weir.checkpoint.Checkpoints.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.checkpoint.WatchedDisk.Operation;
import dev.weir.error.ErrorCode;
import dev.weir.fault.FaultInjector;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SavepointTest {
    @TempDir
    private Path directory;

    @Test
    void canBeMovedAndOutlivesItsStore() throws IOException {
        Path savepoint = savepoint("orders", "base");
        assertThat(savepoint).isEqualTo(directory.resolve("savepoints/savepoint-orders-1-5f2d9a71"));
        deleteTree(directory.resolve("store"));
        Path moved = Files.move(savepoint, directory.resolve("moved"));

        try (CheckpointStore store = open("store", "orders")) {
            assertThat(store.claimAttempt()).isEqualTo(1);
            CheckpointMetadata restored = store.load(moved.toString());
            deleteTree(moved);

            assertThat(restored.savepoint()).isTrue();
            assertThat(stateOf(restored)).isEqualTo("state of 1-1");
            FileRef base = restored.dataFiles().iterator().next();
            assertThat(Checkpoints.read(store, base)).isEqualTo("base");
            assertThat(store.lastCheckpointId()).isEqualTo(1);

            store.complete(checkpoint(1, 2, base, write(store, "1-delta", "delta")));
            store.deleteOld(1, 1);
            assertThat(Checkpoints.read(store, base)).isEqualTo("base");
        }
    }

    @Test
    void doesNotMixWithFileOfSameName() throws IOException {
        Path savepoint = savepoint("orders", "base");

        try (CheckpointStore store = open("other", "orders")) {
            store.claimAttempt();
            FileRef own = write(store, "1-base", "own");
            FileRef taken =
                    store.load(savepoint.toString()).dataFiles().iterator().next();

            assertThat(taken.name()).isEqualTo(own.name());
            assertThat(Checkpoints.read(store, own)).isEqualTo("own");
            assertThat(Checkpoints.read(store, taken)).isEqualTo("base");
        }
    }

    @Test
    void failedStartFromSavepointLeavesNewestAlone() {
        Path savepoint = savepoint("orders", "base");
        try (CheckpointStore store = open("store", "orders")) {
            store.complete(checkpoint(store.claimAttempt(), 9));
        }
        try (CheckpointStore store = open("store", "orders")) {
            store.claimAttempt();
            assertThat(store.load(savepoint.toString()).checkpointId()).isEqualTo(1);
            assertThat(store.lastCheckpointId()).isEqualTo(9);
        }
        try (CheckpointStore store = open("store", "orders")) {
            store.claimAttempt();
            assertThat(store.newest().orElseThrow().checkpointId()).isEqualTo(9);
        }
    }

    @Test
    void loadsCheckpointOfAnotherStore() {
        savepoint("orders", "base");
        Path metadata = directory.resolve("store/orders/checkpoints/000000000001-000000000001.meta");

        try (CheckpointStore store = open("other", "my copy of orders")) {
            store.claimAttempt();
            CheckpointMetadata restored = store.load(metadata.toString());
            assertThat(Checkpoints.read(store, restored.dataFiles().iterator().next()))
                    .isEqualTo("base");
        }
    }

    @Test
    void canBeLookedAtBeforeAnythingIsClaimed() throws IOException {
        Path savepoint = savepoint("orders", "base");

        try (CheckpointStore store = open("other", "orders")) {
            assertThat(stateOf(store.peek(savepoint.toString()))).isEqualTo("state of 1-1");
            assertThat(store.lastCheckpointId()).isZero();
            Failures.assertFails(ErrorCode.INTERNAL, () -> store.load(savepoint.toString()));
        }
        try (Stream<Path> copied = Files.list(directory.resolve("other/orders/data"))) {
            assertThat(copied).isEmpty();
        }
    }

    /** Whoever starts from a savepoint asks whether the newest checkpoint is a later one of its own. */
    @Test
    void newestSaysWhoCompletedItHoweverOftenItIsRestored() {
        savepoint("orders", "base");
        try (CheckpointStore store = open("store", "orders")) {
            assertThat(store.claimAttempt()).isEqualTo(2);
            assertThat(store.newest().orElseThrow().attempt()).isEqualTo(1);
            assertThat(store.claimAttempt()).isEqualTo(3);
            assertThat(store.newest().orElseThrow().attempt()).isEqualTo(1);
        }
    }

    @Test
    void getsFolderOfItsOwn() {
        savepoint("orders", "base");
        try (CheckpointStore store = open("store", "orders")) {
            store.claimAttempt();
            CheckpointMetadata metadata = store.newest().orElseThrow();
            assertThat(store.writeSavepoint(
                            metadata, directory.resolve("savepoints").toString()))
                    .isEqualTo(directory + "/savepoints/savepoint-orders-1-5f2d9a71-2");
        }
    }

    @Test
    void saysWhatIsThereInstead() throws IOException {
        Path savepoint = savepoint("orders", "base");
        try (CheckpointStore store = open("store", "orders")) {
            store.claimAttempt();
            Path wrong = savepoint.resolveSibling("savepoint-orders-7/x");
            Failures.assertFails(ErrorCode.INVALID_JOB, () -> store.load(wrong.toString()))
                    .hasMessage(
                            "Cannot restore from " + wrong + ": it does not exist: " + directory.resolve("savepoints")
                                    + " holds [savepoint-orders-1-5f2d9a71]; name a savepoint's folder or the .meta file of a"
                                    + " checkpoint");
            Failures.assertFails(ErrorCode.INVALID_JOB, () -> store.load(directory.toString()))
                    .hasMessage("Cannot restore from " + directory + ": it is a folder without savepoint.meta: "
                            + directory + " holds [savepoints, store]; name a savepoint's folder or the .meta file of a"
                            + " checkpoint");
            Failures.assertFails(ErrorCode.INVALID_JOB, () -> store.load("a\0b"))
                    .hasMessageStartingWith("Cannot use path 'a\0b': it is malformed: ");

            Files.delete(savepoint.resolve("savepoint.meta"));
            for (int i = 0; i < 30; i++) {
                Files.writeString(savepoint.resolve("file" + i), "");
            }
            Failures.assertFails(ErrorCode.INVALID_JOB, () -> store.load(savepoint.toString()))
                    .hasMessageContaining("holds [data, file0, ")
                    .hasMessageContaining("] and 11 more; ");
        }
    }

    @Test
    void refusesDamagedSavepoint() throws IOException {
        Path savepoint = savepoint("orders", "base");
        Path data = savepoint.resolve("data/1-base~4-" + crcOfBase());
        Files.writeString(data, "bass");

        try (CheckpointStore store = open("other", "orders")) {
            store.claimAttempt();
            Failures.assertFails(ErrorCode.CHECKPOINT_CORRUPT, () -> store.load(savepoint.toString()))
                    .hasMessageStartingWith("Cannot read checkpoint file " + data + ": its checksum is wrong: ");
            Files.delete(data);
            Failures.assertFails(ErrorCode.CHECKPOINT_CORRUPT, () -> store.load(savepoint.toString()))
                    .hasMessageStartingWith("Cannot read checkpoint file " + data + ": it is missing: ");
            Files.writeString(savepoint.resolve("savepoint.meta"), "?");
            Failures.assertFails(ErrorCode.CHECKPOINT_CORRUPT, () -> store.load(savepoint.toString()));
        }
        try (Stream<Path> left = Files.list(directory.resolve("other/orders/data"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void isDeletedWhenItFails() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        Disk full = new WatchedDisk(disk, (operation, path) -> {
            if (operation == Operation.WRITE && path.toString().matches("/savepoints/.*second.*")) {
                throw new IOException("No space left on device");
            }
            return true;
        });
        try (CheckpointStore store = Checkpoints.open(full)) {
            store.claimAttempt();
            CheckpointMetadata metadata =
                    checkpoint(1, 1, write(store, "1-first", "first"), write(store, "1-second", "second"));
            store.complete(metadata);

            Failures.assertFails(ErrorCode.CHECKPOINT_STORE, () -> store.writeSavepoint(metadata, "/savepoints"));
            assertThat(disk.list(Path.of("/savepoints"))).isEmpty();
        }
    }

    private Path savepoint(String job, String content) {
        try (CheckpointStore store = open("store", job)) {
            long attempt = store.claimAttempt();
            CheckpointMetadata metadata = checkpoint(attempt, 1, write(store, attempt + "-base", content));
            store.complete(metadata);
            return Path.of(store.writeSavepoint(
                    metadata, directory.resolve("savepoints").toString()));
        }
    }

    private static String crcOfBase() {
        CRC32C checksum = new CRC32C();
        checksum.update(new byte[] {'b', 'a', 's', 'e'});
        return String.format("%08x", checksum.getValue());
    }

    private CheckpointStore open(String folder, String job) {
        return CheckpointStores.onDisk(directory.resolve(folder), job, FaultInjector.NONE, new ManualClock());
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
