package dev.weir.checkpoint;

import static dev.weir.checkpoint.Checkpoints.checkpoint;
import static dev.weir.checkpoint.Checkpoints.stateOf;
import static dev.weir.checkpoint.Checkpoints.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.error.ErrorCode;
import dev.weir.fault.FaultInjector;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DamagedStoreTest {
    private static final String REMEDY =
            "; restore from an older checkpoint or savepoint by naming it explicitly with fromSavepoint(path)";

    @TempDir
    private Path directory;

    private Path newest = Path.of("");
    private Path older = Path.of("");
    private Path data = Path.of("");
    private FileRef file = new FileRef("", 0, 0);

    @BeforeEach
    void completeTwoCheckpoints() {
        try (CheckpointStore store = open()) {
            store.claimAttempt();
            file = write(store, "1-sum", "hello");
            store.complete(checkpoint(1, 1, file));
            store.complete(checkpoint(1, 2, file));
        }
        Path root = directory.resolve("orders");
        older = root.resolve("checkpoints/000000000001-000000000001.meta");
        newest = root.resolve("checkpoints/000000000001-000000000002.meta");
        data = root.resolve("data/1-sum~5-9a71bb4c");
    }

    @Test
    void refusesDamagedNewestAndRestoresOlderByName() throws IOException {
        byte[] bytes = Files.readAllBytes(newest);
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at]++;
            Files.write(newest, damaged);
            assertNewestIsCorrupt();
            Files.write(newest, Arrays.copyOf(bytes, at));
            assertNewestIsCorrupt();
        }
        try (CheckpointStore store = open()) {
            long attempt = store.claimAttempt();
            CheckpointMetadata restored = store.load(older.toString());
            assertThat(stateOf(restored)).isEqualTo("state of 1-1");
            assertThat(Checkpoints.read(store, file)).isEqualTo("hello");
            assertThat(store.lastCheckpointId()).isEqualTo(2);
            store.complete(checkpoint(attempt, 3, file));
            assertThat(store.newest().orElseThrow().checkpointId()).isEqualTo(3);
        }
    }

    private void assertNewestIsCorrupt() {
        try (CheckpointStore store = open()) {
            Failures.assertFails(ErrorCode.CHECKPOINT_CORRUPT, store::newest)
                    .hasMessageStartingWith("Cannot read checkpoint " + newest + ": ")
                    .hasMessageEndingWith(REMEDY);
        }
    }

    @Test
    void refusesCheckpointUnderNameOfAnother() throws IOException {
        Files.copy(older, newest.resolveSibling("000000000001-000000000007.meta"));

        try (CheckpointStore store = open()) {
            Failures.assertFails(ErrorCode.CHECKPOINT_CORRUPT, store::newest)
                    .hasMessage("Cannot read checkpoint " + newest.resolveSibling("000000000001-000000000007.meta")
                            + ": it is another one than its name says: expected job 'orders' CheckpointKey[attempt=1,"
                            + " id=7], found job 'orders' CheckpointKey[attempt=1, id=1]" + REMEDY);
        }
    }

    @Test
    void refusesDamagedData() throws IOException {
        byte[] bytes = Files.readAllBytes(data);
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at]++;
            Files.write(data, damaged);
            assertDataIsCorrupt("its checksum is wrong: expected CRC32C 0x9a71bb4c, found 0x");
            Files.write(data, Arrays.copyOf(bytes, at));
            assertDataIsCorrupt("its length is wrong: expected 5 bytes, found " + at + " bytes");
        }
        Files.write(data, Arrays.copyOf(bytes, 6));
        assertDataIsCorrupt("its length is wrong: expected 5 bytes, found 6 bytes");
        Files.delete(data);
        assertDataIsCorrupt("it is missing: expected 5 bytes, found no file");
    }

    private void assertDataIsCorrupt(String reason) {
        try (CheckpointStore store = open()) {
            Failures.assertFails(ErrorCode.CHECKPOINT_CORRUPT, () -> store.read(file))
                    .hasMessageStartingWith("Cannot read checkpoint file " + data + ": " + reason)
                    .hasMessageEndingWith(REMEDY);
        }
    }

    @Test
    void ignoresForeignFiles() throws IOException {
        Files.writeString(newest.resolveSibling("notes.txt"), "");
        Files.writeString(newest.resolveSibling("2-9.meta"), "");
        Files.writeString(data.resolveSibling("notes.txt"), "");
        Files.writeString(directory.resolve("orders/attempts/notes.txt"), "");

        try (CheckpointStore store = open()) {
            assertThat(store.claimAttempt()).isEqualTo(2);
            assertThat(stateOf(store.newest().orElseThrow())).isEqualTo("state of 1-2");
        }
    }

    private CheckpointStore open() {
        return CheckpointStores.onDisk(directory, Checkpoints.JOB, FaultInjector.NONE, new ManualClock());
    }
}
