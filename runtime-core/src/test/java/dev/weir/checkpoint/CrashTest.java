package dev.weir.checkpoint;

import static dev.weir.checkpoint.Checkpoints.checkpoint;
import static dev.weir.checkpoint.Checkpoints.open;
import static dev.weir.checkpoint.Checkpoints.stateOf;
import static dev.weir.checkpoint.Checkpoints.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.checkpoint.WatchedDisk.Operation;
import dev.weir.checkpoint.WatchedDisk.Watcher;
import dev.weir.fault.FaultInjector;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dies at every operation on the disk and at every label, and looks at what the next process finds. */
final class CrashTest {
    private static final Watcher NOTHING = (operation, path) -> true;
    private static final int SEEDS = 8;
    private static final int ENOUGH_POINTS = 100;

    @Test
    void powerFailureLeavesOldOrNewCheckpoint() throws IOException {
        assertThat(crashEverywhere(NOTHING)).isGreaterThan(ENOUGH_POINTS);
    }

    @Test
    void killedProcessLeavesOldOrNewCheckpoint() throws IOException {
        int point = 0;
        for (boolean dies = true; dies; point++) {
            CrashingProcess process = new CrashingProcess(new MemoryDisk(), point, MemoryDisk::kill, NOTHING);
            dies = process.diesWorking();
            verify(process, process.disk());
        }
        assertThat(point).isGreaterThan(ENOUGH_POINTS);
    }

    @Test
    void secondPowerFailureLeavesOldOrNewCheckpoint() throws IOException {
        int pairs = 0;
        boolean firstDies = true;
        for (int first = 0; firstDies; first += 7) {
            boolean secondDies = true;
            for (int second = 0; secondDies; second += 5) {
                Random random = new Random(first * 1_000L + second);
                CrashingProcess one = new CrashingProcess(new MemoryDisk(), first, disk -> disk.crash(random), NOTHING);
                firstDies = one.diesWorking();
                CrashingProcess two = new CrashingProcess(one.disk(), second, disk -> disk.crash(random), NOTHING);
                secondDies = two.inherit(one).diesWorking();
                verify(two, two.disk());
                pairs++;
            }
        }
        assertThat(pairs).isGreaterThan(ENOUGH_POINTS * 3);
    }

    /** Shows that the tests above would notice. */
    @ParameterizedTest
    @CsvSource({
        "SYNC,           .*/data/.*",
        "SYNC,           .*/checkpoints/.*",
        "SYNC_DIRECTORY, .*/orders/data",
        "SYNC_DIRECTORY, .*/orders/checkpoints",
        "SYNC_DIRECTORY, /savepoints/.*/data",
        "SYNC,           /savepoints/.*meta.*"
    })
    void everySyncIsNeeded(Operation operation, String pattern) {
        Watcher omission = (done, path) -> done != operation || !path.toString().matches(pattern);

        assertThatThrownBy(() -> crashEverywhere(omission)).isNotNull();
    }

    private static int crashEverywhere(Watcher omissions) throws IOException {
        int point = 0;
        for (boolean dies = true; dies; point++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                Random random = new Random(seed * 31L + point);
                CrashingProcess process =
                        new CrashingProcess(new MemoryDisk(), point, disk -> disk.crash(random), omissions);
                dies = process.diesWorking();
                verify(process, dies ? process.disk() : process.disk().crash(random));
            }
        }
        return point;
    }

    private static void verify(CrashingProcess process, MemoryDisk disk) throws IOException {
        try (CheckpointStore store = open(disk)) {
            long attempt = store.claimAttempt();
            assertThat(attempt).isGreaterThan(process.claimed);

            Optional<CheckpointMetadata> newest = store.newest();
            if (process.completed > 0) {
                assertThat(newest).isPresent();
            }
            newest.ifPresent(found -> verify(process, store, found));

            long id = store.lastCheckpointId() + 1;
            FileRef file = write(store, attempt + "-last", "last");
            store.complete(checkpoint(attempt, id, file));
            store.deleteOld(1, attempt);
            assertThat(stateOf(store.newest().orElseThrow())).isEqualTo("state of " + attempt + "-" + id);
            assertThat(disk.list(Checkpoints.DIRECTORY.resolve("orders/checkpoints")))
                    .hasSize(1);
            assertThat(disk.list(Checkpoints.DIRECTORY.resolve("orders/data")))
                    .as("nothing is left behind")
                    .containsExactly(StoreLayout.dataName(file));
        }
        for (String savepoint : process.savepoints) {
            verifySavepoint(savepoint, disk);
        }
    }

    private static void verify(CrashingProcess process, CheckpointStore store, CheckpointMetadata found) {
        assertThat(found.checkpointId()).isIn(process.completed, process.started);
        assertThat(stateOf(found)).isEqualTo(process.states.get(found.checkpointId()));
        verifyFiles(store, found);
    }

    private static void verifySavepoint(String path, MemoryDisk disk) {
        try (CheckpointStore store = CheckpointStores.on(
                disk, Path.of("/elsewhere"), "another job", FaultInjector.NONE, new ManualClock())) {
            store.claimAttempt();
            CheckpointMetadata savepoint = store.load(path);
            assertThat(savepoint.savepoint()).isTrue();
            verifyFiles(store, savepoint);
        }
    }

    private static void verifyFiles(CheckpointStore store, CheckpointMetadata metadata) {
        assertThat(metadata.dataFiles()).isNotEmpty();
        for (FileRef file : metadata.dataFiles()) {
            assertThat(Checkpoints.read(store, file)).isEqualTo(CrashingProcess.contentOf(file.name()));
        }
    }
}
