package dev.weir.checkpoint;

import static dev.weir.checkpoint.Checkpoints.checkpoint;
import static dev.weir.checkpoint.Checkpoints.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.fault.FaultInjector;
import dev.weir.state.FileRef;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointStoreTest {
    @Test
    void restoresNewestAfterReopening(@TempDir Path directory) {
        FileRef file;
        try (CheckpointStore store =
                CheckpointStores.onDisk(directory, "a job", FaultInjector.NONE, new ManualClock())) {
            assertThat(store.newest()).isEmpty();
            long attempt = store.claimAttempt();
            assertThat(attempt).isEqualTo(1);
            file = Checkpoints.write(store, "1-sum-0", "hello");
            store.complete(named(checkpoint(attempt, 1, file)));
            store.complete(named(checkpoint(attempt, 2, file)));
            store.deleteOld(1, attempt);
        }
        try (CheckpointStore store =
                CheckpointStores.onDisk(directory, "a job", FaultInjector.NONE, new ManualClock())) {
            assertThat(store.claimAttempt()).isEqualTo(2);
            CheckpointMetadata newest = store.newest().orElseThrow();
            assertThat(stateOf(newest)).isEqualTo("state of 1-2");
            assertThat(newest.attempt()).isEqualTo(2);
            assertThat(Checkpoints.read(store, file)).isEqualTo("hello");
        }
    }

    private static CheckpointMetadata named(CheckpointMetadata metadata) {
        return new CheckpointMetadata(
                "a job",
                metadata.lineage(),
                metadata.attempt(),
                metadata.checkpointId(),
                false,
                metadata.completedMillis(),
                metadata.maxParallelism(),
                metadata.operators());
    }
}
