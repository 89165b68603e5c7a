package dev.weir.checkpoint;

import dev.weir.checkpoint.CheckpointMetadata.OperatorState;
import dev.weir.checkpoint.CheckpointMetadata.SubtaskState;
import dev.weir.fault.FaultInjector;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Stores and checkpoints to test with: job {@code orders} in {@code /store}. */
final class Checkpoints {
    static final String JOB = "orders";
    static final Path DIRECTORY = Path.of("/store");
    static final String LINEAGE = "5f2d9a71c3e8";

    private Checkpoints() {}

    static CheckpointStore open(Disk disk) {
        return open(disk, FaultInjector.NONE);
    }

    static CheckpointStore open(Disk disk, FaultInjector faults) {
        return CheckpointStores.on(disk, DIRECTORY, JOB, faults, new ManualClock());
    }

    static FileRef write(CheckpointStore store, String name, String content) {
        try (DataFile file = store.create(name)) {
            file.write(content.getBytes(StandardCharsets.UTF_8));
            return file.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(CheckpointStore store, FileRef file) {
        return new String(store.read(file), StandardCharsets.UTF_8);
    }

    /** A checkpoint of one operator with one subtask, whose state says which checkpoint it is. */
    static CheckpointMetadata checkpoint(long attempt, long id, FileRef... files) {
        SubtaskState state = new SubtaskState(
                ("state of " + attempt + "-" + id).getBytes(StandardCharsets.UTF_8), List.of(files), List.of(), 17);
        return new CheckpointMetadata(
                JOB,
                LINEAGE,
                attempt,
                id,
                false,
                1_700_000_000_000L + id,
                128,
                List.of(new OperatorState("sum-uid", "rolling sum", List.of(state))));
    }

    /** The state that {@link #checkpoint} has put there. */
    static String stateOf(CheckpointMetadata metadata) {
        return new String(metadata.operators().get(0).subtasks().get(0).state(), StandardCharsets.UTF_8);
    }
}
