package dev.weir.checkpoint;

import static dev.weir.checkpoint.Checkpoints.checkpoint;
import static dev.weir.checkpoint.Checkpoints.open;
import static dev.weir.checkpoint.Checkpoints.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.checkpoint.WatchedDisk.Operation;
import dev.weir.error.ErrorCode;
import dev.weir.fault.FaultInjector;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreErrorsTest {
    private final MemoryDisk disk = new MemoryDisk();
    private Set<Operation> failing = EnumSet.noneOf(Operation.class);
    private IOException failure = new IOException("No space left on device");

    @Test
    void saysThatDiskIsFull() {
        try (CheckpointStore store = open(failingDisk())) {
            store.claimAttempt();
            store.complete(checkpoint(1, 1));
            failing = EnumSet.of(Operation.WRITE);
            String reason = ": No space left on device: 4096 bytes free;"
                    + " free some space there and start the job again: it continues from its last complete checkpoint";

            Failures.assertFails(ErrorCode.CHECKPOINT_STORE, () -> write(store, "1-a", "a"))
                    .hasMessage("Cannot write /store/orders/data/1-a.part" + reason)
                    .hasCause(failure);
            Failures.assertFails(ErrorCode.CHECKPOINT_STORE, () -> store.complete(checkpoint(1, 2)))
                    .hasMessage("Cannot write /store/orders/checkpoints/000000000001-000000000002.meta.part" + reason);

            failing.clear();
            assertThat(store.newest().orElseThrow().checkpointId()).isEqualTo(1);
            store.complete(checkpoint(1, 3));
        }
    }

    @Test
    void saysThatDiskIsReadOnly() {
        failure = new FileSystemException("/store", null, "Read-only file system");
        failing = EnumSet.of(Operation.CREATE_DIRECTORIES);

        Failures.assertFails(ErrorCode.CHECKPOINT_STORE, () -> open(failingDisk()))
                .hasMessage("Cannot create /store/orders: Read-only file system (/store): 4096 bytes free;"
                        + " mount that disk writable or choose another folder");
    }

    @Test
    void saysThatPermissionIsMissing() {
        failure = new AccessDeniedException("/store/orders/lock");
        failing = EnumSet.of(Operation.LOCK);

        Failures.assertFails(ErrorCode.CHECKPOINT_STORE, () -> open(failingDisk()))
                .hasMessage("Cannot lock /store/orders/lock: permission denied: 4096 bytes free; give user '"
                        + System.getProperty("user.name")
                        + "' the right to read and write there or choose another folder");
    }

    /** Every operation of every method: never an IOException, never success. */
    @Test
    void reportsFailureOfEveryOperation() {
        for (Operation operation : Operation.values()) {
            MemoryDisk fresh = new MemoryDisk();
            failing.clear();
            try (CheckpointStore store = open(fresh)) {
                store.claimAttempt();
                store.complete(checkpoint(1, 1, write(store, "1-a", "a")));
                store.writeSavepoint(store.newest().orElseThrow(), "/savepoints");
            }
            failing = EnumSet.of(operation);
            Failures.assertFails(ErrorCode.CHECKPOINT_STORE, () -> useEverything(fresh));
        }
    }

    private void useEverything(MemoryDisk fresh) throws IOException {
        try (CheckpointStore store = open(failingDisk(fresh))) {
            long attempt = store.claimAttempt();
            store.load(Checkpoints.DIRECTORY
                    .resolve("/savepoints/savepoint-orders-1-5f2d9a71")
                    .toString());
            store.newest();
            FileRef file = write(store, attempt + "-a", "a");
            store.read(file);
            store.complete(checkpoint(attempt, 2, file));
            store.deleteOld(1, attempt);
        }
    }

    @Test
    void refusesFolderBelowFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        Failures.assertFails(ErrorCode.CHECKPOINT_STORE, () -> openOnDisk(file))
                .hasMessageMatching("Cannot create .*/file/orders: Not a directory: [0-9]+ (bytes|MiB) free;"
                        + " make sure that the folder exists or can be created or choose another folder");
    }

    @Test
    void refusesFolderThatCannotBeCreated() {
        Path proc = Path.of("/proc/weir");
        assumeTrue(Files.isDirectory(Path.of("/proc/self")));

        Failures.assertFails(ErrorCode.CHECKPOINT_STORE, () -> openOnDisk(proc))
                .hasMessageStartingWith("Cannot create /proc/weir/orders: ")
                .hasMessageContaining("(/proc/weir)");
    }

    @Test
    void failsOnDeviceThatIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));

        try (ChannelFile file = new ChannelFile(FileChannel.open(full, StandardOpenOption.WRITE))) {
            assertThatThrownBy(() -> file.write(new byte[10])).hasMessage("No space left on device");
        }
    }

    @Test
    void refusesUnusableJobNames() {
        Failures.assertFails(
                        ErrorCode.INVALID_JOB,
                        () -> CheckpointStores.inMemory(" ", FaultInjector.NONE, new ManualClock()))
                .hasMessage("Cannot use job name ' ': it must have 1 to 200 characters as a folder's name:"
                        + " '%20' has 3; choose another name");
        Failures.assertFails(
                ErrorCode.INVALID_JOB,
                () -> CheckpointStores.inMemory("/".repeat(70), FaultInjector.NONE, new ManualClock()));
    }

    private Disk failingDisk() {
        return failingDisk(disk);
    }

    private Disk failingDisk(MemoryDisk below) {
        return new WatchedDisk(below, (operation, path) -> {
            if (failing.contains(operation)) {
                throw failure;
            }
            return true;
        });
    }

    private static CheckpointStore openOnDisk(Path directory) {
        return CheckpointStores.onDisk(directory, Checkpoints.JOB, FaultInjector.NONE, new ManualClock());
    }
}
