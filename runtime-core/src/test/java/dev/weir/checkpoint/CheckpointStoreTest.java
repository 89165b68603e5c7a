package dev.weir.checkpoint;

import static dev.weir.checkpoint.Checkpoints.checkpoint;
import static dev.weir.checkpoint.Checkpoints.open;
import static dev.weir.checkpoint.Checkpoints.stateOf;
import static dev.weir.checkpoint.Checkpoints.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.checkpoint.WatchedDisk.Operation;
import dev.weir.error.ErrorCode;
import dev.weir.fault.FaultInjector;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointStoreTest {
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void restoresNewestAfterReopening(@TempDir Path directory) {
        FileRef file;
        CheckpointMetadata completed;
        try (CheckpointStore store = onDisk(directory)) {
            assertThat(store.newest()).isEmpty();
            assertThat(store.claimAttempt()).isEqualTo(1);
            assertThat(store.newest()).isEmpty();
            file = write(store, "1-sum-0", "hello");
            store.complete(checkpoint(1, 1, file));
            completed = checkpoint(1, 2, file);
            store.complete(completed);
        }
        try (CheckpointStore store = onDisk(directory)) {
            assertThat(store.newest()).get().usingRecursiveComparison().isEqualTo(completed);
            assertThat(store.claimAttempt()).isEqualTo(2);
            assertThat(store.newest()).get().usingRecursiveComparison().isEqualTo(completed);
            assertThat(Checkpoints.read(store, file)).isEqualTo("hello");
            assertThat(store.lastCheckpointId()).isEqualTo(2);
        }
    }

    @Test
    void sortsAllNames(@TempDir Path directory) throws IOException {
        try (CheckpointStore store = onDisk(directory)) {
            store.claimAttempt();
            store.complete(checkpoint(1, 9, write(store, "1-sum", "abc")));
            store.complete(checkpoint(1, 10));
        }
        Path root = directory.resolve("orders");
        FileDisk files = new FileDisk();
        assertThat(files.list(root)).containsExactly("attempts", "checkpoints", "data", "lock");
        assertThat(files.list(root.resolve("attempts"))).containsExactly("000000000001");
        assertThat(files.list(root.resolve("checkpoints")))
                .containsExactly("000000000001-000000000009.meta", "000000000001-000000000010.meta");
        assertThat(files.list(root.resolve("data"))).containsExactly("1-sum~3-364b3fb7");
    }

    @Test
    void prefersHigherAttemptToHigherId() {
        try (CheckpointStore store = open(disk)) {
            store.claimAttempt();
            store.complete(checkpoint(1, 99));
            store.claimAttempt();
            store.complete(checkpoint(2, 5));

            assertThat(stateOf(store.newest().orElseThrow())).isEqualTo("state of 2-5");
            assertThat(store.lastCheckpointId()).as("no id is used twice").isEqualTo(99);
        }
    }

    @Test
    void claimsNumbersOnceAndForgetsOldOnes() throws IOException {
        try (CheckpointStore store = open(disk)) {
            for (int attempt = 1; attempt <= 300; attempt++) {
                assertThat(store.claimAttempt()).isEqualTo(attempt);
            }
        }
        assertThat(disk.list(Checkpoints.DIRECTORY.resolve("orders/attempts"))).hasSizeBetween(100, 101);
    }

    @Test
    void claimsAboveCheckpointsWhenAttemptsAreLost() throws IOException {
        try (CheckpointStore store = open(disk)) {
            store.claimAttempt();
            store.claimAttempt();
            store.complete(checkpoint(2, 1));
        }
        Path attempts = Checkpoints.DIRECTORY.resolve("orders/attempts");
        for (String name : disk.list(attempts)) {
            disk.delete(attempts.resolve(name));
        }
        try (CheckpointStore store = open(disk)) {
            assertThat(store.claimAttempt()).isEqualTo(3);
        }
    }

    @Test
    void fencesOlderAttempt() {
        try (CheckpointStore store = open(disk)) {
            store.claimAttempt();
            store.claimAttempt();

            Failures.assertFails(ErrorCode.FENCED, () -> store.complete(checkpoint(1, 7)))
                    .hasMessage("Cannot complete checkpoint 7 of attempt 1 of job 'orders': a newer attempt has taken"
                            + " over: attempt 2 (another store since 2023-11-14T22:13:20Z, from attempt 1 on); stop this process:"
                            + " the newer one continues from the last complete checkpoint");
            assertThat(store.newest()).isEmpty();
        }
    }

    @Test
    void claimsAfterFailingHalfWay() {
        AtomicBoolean full = new AtomicBoolean();
        Disk filling = new WatchedDisk(disk, (operation, path) -> {
            if (operation == Operation.CREATE_NEW && full.get()) {
                disk.createNew(path, "another".getBytes(StandardCharsets.UTF_8));
                throw new IOException("No space left on device");
            }
            return true;
        });
        try (CheckpointStore store = open(filling)) {
            store.claimAttempt();
            full.set(true);
            Failures.assertFails(ErrorCode.CHECKPOINT_STORE, store::claimAttempt);
            full.set(false);
            assertThat(store.claimAttempt()).isEqualTo(3);
        }
    }

    @Test
    void fencesAttemptThatWasForgotten() {
        try (CheckpointStore store = open(disk)) {
            for (int attempt = 1; attempt <= 300; attempt++) {
                store.claimAttempt();
            }
            Failures.assertFails(ErrorCode.FENCED, () -> store.complete(checkpoint(1, 7)));
            Failures.assertFails(ErrorCode.FENCED, () -> store.complete(checkpoint(299, 7)));
            store.complete(checkpoint(300, 7));
        }
    }

    @Test
    void refusesCheckpointOfUnknownFile() {
        try (CheckpointStore store = open(disk)) {
            store.claimAttempt();
            Failures.assertFails(ErrorCode.INTERNAL, () -> store.complete(checkpoint(1, 7, new FileRef("no", 1, 2))))
                    .hasMessage("Cannot complete checkpoint 7: it refers to a file that is not in the store:"
                            + " FileRef[name=no, length=1, crc32c=2]; this is a defect, please report it");
        }
    }

    @Test
    void deletesFileThatIsNotFinished() throws IOException {
        try (CheckpointStore store = open(disk)) {
            store.claimAttempt();
            try (DataFile file = store.create("1-sum")) {
                file.write(new byte[100_000]);
            }
        }
        assertThat(disk.list(Checkpoints.DIRECTORY.resolve("orders/data"))).isEmpty();
    }

    @Test
    void checksumsWhateverSizesAreWritten() throws IOException {
        try (CheckpointStore store = open(disk)) {
            byte[] bytes = new byte[200_000];
            new Random(3).nextBytes(bytes);
            try (DataFile file = store.create("1-sum")) {
                int at = 0;
                for (int size : new int[] {1, 16_383, 1, 16_384, 0, 40_000, 5, 16_380, 100}) {
                    file.write(bytes, at, size);
                    at += size;
                    file.write(bytes[at++]);
                }
                FileRef reference = file.finish();
                assertThat(store.read(reference)).isEqualTo(Arrays.copyOf(bytes, at));
            }
        }
    }

    @Test
    void syncsEachDataFileAndThreeTimesMore() throws IOException {
        List<String> syncs = new ArrayList<>();
        Disk watched = new WatchedDisk(disk, (operation, path) -> {
            if (operation == Operation.SYNC || operation == Operation.SYNC_DIRECTORY) {
                syncs.add(String.valueOf(path.getFileName()));
            }
            return true;
        });
        try (CheckpointStore store = open(watched)) {
            store.claimAttempt();
            syncs.clear();
            FileRef one = write(store, "1-a", "a");
            FileRef two = write(store, "1-b", "b");
            store.complete(checkpoint(1, 1, one, two));
            store.deleteOld(1, 1);
            assertThat(syncs)
                    .containsExactly(
                            "1-a.part", "1-b.part", "data", "000000000001-000000000001.meta.part", "checkpoints");

            syncs.clear();
            store.complete(checkpoint(1, 2, one, two));
            store.deleteOld(1, 1);
            assertThat(syncs).containsExactly("000000000001-000000000002.meta.part", "checkpoints");
        }
    }

    private static CheckpointStore onDisk(Path directory) {
        return CheckpointStores.onDisk(directory, Checkpoints.JOB, FaultInjector.NONE, new ManualClock());
    }
}
