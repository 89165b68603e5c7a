package dev.weir.checkpoint;

import static dev.weir.checkpoint.Checkpoints.checkpoint;
import static dev.weir.checkpoint.Checkpoints.open;
import static dev.weir.checkpoint.Checkpoints.stateOf;
import static dev.weir.checkpoint.Checkpoints.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.checkpoint.WatchedDisk.Operation;
import dev.weir.error.ErrorCode;
import dev.weir.fault.Label;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An attempt is paused, loses its lock, and goes on after another one has taken over. */
final class ZombieTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final List<CheckpointStore> successors = new ArrayList<>();
    private Runnable pause = () -> {};

    @Test
    void lateCheckpointOfZombieIsNeverRestored() throws IOException {
        CheckpointStore zombie = zombiePausedAt(Operation.RENAME);
        zombie.complete(checkpoint(1, 1));
        disk.breakLocks();
        CheckpointStore successor = open(disk);
        pause = () -> {
            successor.claimAttempt();
            assertThat(stateOf(successor.newest().orElseThrow())).isEqualTo("state of 1-1");
        };

        Failures.assertFails(ErrorCode.FENCED, () -> zombie.complete(checkpoint(1, 2)));

        assertThat(disk.list(Checkpoints.DIRECTORY.resolve("orders/checkpoints")))
                .as("the fault is real: the zombie's checkpoint is there, newer than all")
                .containsExactly(
                        "000000000001-000000000001.meta",
                        "000000000001-000000000002.meta",
                        "000000000002-000000000001.meta");
        assertThat(stateOf(takeOver().newest().orElseThrow())).isEqualTo("state of 1-1");
    }

    @Test
    void checkpointOfZombieBeforeTakeoverIsRestored() {
        CheckpointStore zombie = zombiePausedAt(Operation.SYNC_DIRECTORY);
        FileRef file = write(zombie, "1-sum", "hello");
        zombie.complete(checkpoint(1, 1, file));
        pause = () -> assertThat(stateOf(takeOver().newest().orElseThrow())).isEqualTo("state of 1-2");

        Failures.assertFails(ErrorCode.FENCED, () -> zombie.complete(checkpoint(1, 2, file)));

        CheckpointStore next = takeOver();
        assertThat(stateOf(next.newest().orElseThrow())).isEqualTo("state of 1-2");
        assertThat(Checkpoints.read(next, file)).isEqualTo("hello");
    }

    @Test
    void zombieBeforeRenameLeavesNothing() throws IOException {
        CheckpointStore zombie = open(disk, label -> {
            if (label == Label.CHECKPOINT_BEFORE_RENAME) {
                pause();
            }
        });
        zombie.claimAttempt();
        pause = () -> assertThat(takeOver().newest()).isEmpty();

        Failures.assertFails(ErrorCode.FENCED, () -> zombie.complete(checkpoint(1, 1)));

        assertThat(disk.list(Checkpoints.DIRECTORY.resolve("orders/checkpoints")))
                .isEmpty();
    }

    @Test
    void zombieThatFailsForAnotherReasonCannotRestart() {
        CheckpointStore zombie = zombiePausedAt(Operation.RENAME);
        pause = this::takeOver;

        Failures.assertFails(ErrorCode.CHECKPOINT_STORE, () -> zombie.complete(checkpoint(1, 1)))
                .hasMessageContaining(".meta.part: no such file or folder: ");
        Failures.assertFails(ErrorCode.FENCED, zombie::claimAttempt)
                .hasMessage("Cannot restart job 'orders' after attempt 1: a newer attempt has taken over:"
                        + " attempt 2 (another store since 2023-11-14T22:13:20Z, from attempt 2 on); stop this process: the newer one"
                        + " continues from the last complete checkpoint");
        assertThat(successors.get(0).claimAttempt()).isEqualTo(3);
    }

    @Test
    void retentionOfZombieSparesWhatSuccessorUses() {
        CheckpointStore zombie = zombiePausedAt(Operation.DELETE);
        FileRef old = write(zombie, "1-old", "old");
        FileRef kept = write(zombie, "1-kept", "kept");
        zombie.complete(checkpoint(1, 1, old, kept));
        zombie.complete(checkpoint(1, 2, kept));
        List<FileRef> written = new ArrayList<>();
        pause = () -> {
            CheckpointStore successor = takeOver();
            successor.newest();
            written.add(write(successor, "2-new", "new"));
            successor.complete(checkpoint(2, 3, kept, written.get(0)));
            written.add(write(successor, "2-newer", "newer"));
        };

        zombie.deleteOld(1, 1);

        CheckpointStore next = takeOver();
        assertThat(stateOf(next.newest().orElseThrow())).isEqualTo("state of 2-3");
        assertThat(Checkpoints.read(next, kept)).isEqualTo("kept");
        assertThat(Checkpoints.read(next, written.get(0))).isEqualTo("new");
        assertThat(Checkpoints.read(successors.get(0), written.get(1))).isEqualTo("newer");
    }

    private CheckpointStore zombiePausedAt(Operation paused) {
        CheckpointStore zombie = open(new WatchedDisk(disk, (operation, path) -> {
            if (operation == paused && !path.toString().endsWith(StoreLayout.PART_SUFFIX)) {
                pause();
            }
            return true;
        }));
        zombie.claimAttempt();
        return zombie;
    }

    private void pause() {
        Runnable once = pause;
        pause = () -> {};
        once.run();
    }

    private CheckpointStore takeOver() {
        disk.breakLocks();
        CheckpointStore successor = open(disk);
        successor.claimAttempt();
        successors.add(successor);
        return successor;
    }
}
