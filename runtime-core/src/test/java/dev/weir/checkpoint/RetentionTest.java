package dev.weir.checkpoint;

import static dev.weir.checkpoint.Checkpoints.checkpoint;
import static dev.weir.checkpoint.Checkpoints.open;
import static dev.weir.checkpoint.Checkpoints.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.checkpoint.WatchedDisk.Operation;
import dev.weir.fault.Label;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RetentionTest {
    private static final Path ROOT = Checkpoints.DIRECTORY.resolve("orders");

    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void keepsNewestAndTheirFiles() throws IOException {
        try (CheckpointStore store = open(disk)) {
            store.claimAttempt();
            FileRef base = write(store, "1-base", "");
            FileRef first = write(store, "1-first", "");
            FileRef second = write(store, "1-second", "");
            store.complete(checkpoint(1, 1, base, first));
            store.complete(checkpoint(1, 2, base, second));
            store.complete(checkpoint(1, 3, base));
            store.deleteOld(2, 1);

            assertThat(checkpoints())
                    .containsExactly("000000000001-000000000002.meta", "000000000001-000000000003.meta");
            assertThat(data()).containsExactly("1-base", "1-second");

            store.deleteOld(1, 1);
            assertThat(data()).containsExactly("1-base");
            store.deleteOld(0, 1);
            assertThat(checkpoints()).as("the newest is never deleted").hasSize(1);
        }
    }

    @Test
    void deletesWhatAttemptsBeforeLeftBehind() throws IOException {
        try (CheckpointStore store = open(disk)) {
            store.claimAttempt();
            store.complete(checkpoint(1, 1, write(store, "1-used", "")));
            write(store, "1-unused", "");
            DataFile unfinished = store.create("1-unfinished");
            unfinished.write(1);
        }
        try (CheckpointStore store = open(disk)) {
            store.claimAttempt();
            CheckpointMetadata restored = store.newest().orElseThrow();
            write(store, "2-unused", "");
            assertThat(data()).containsExactly("1-unused", "1-used", "2-unused");

            store.complete(checkpoint(2, 2, restored.dataFiles().toArray(FileRef[]::new)));
            store.deleteOld(1, 2);
            assertThat(data()).containsExactly("1-used", "2-unused");

            store.claimAttempt();
            store.newest();
            store.complete(checkpoint(3, 3, write(store, "3-used", "")));
            store.deleteOld(1, 3);
            assertThat(data()).as("in the same process too").containsExactly("3-used");
        }
    }

    @Test
    void deletesMetadataFirstAndListsNothing() {
        List<String> operations = new ArrayList<>();
        List<Label> labels = new ArrayList<>();
        Disk watched = new WatchedDisk(disk, (operation, path) -> {
            operations.add(operation + " " + path.getFileName());
            return true;
        });
        try (CheckpointStore store = open(watched, labels::add)) {
            store.claimAttempt();
            store.complete(checkpoint(1, 1, write(store, "1-a", ""), write(store, "1-b", "")));
            store.complete(checkpoint(1, 2));
            operations.clear();
            labels.clear();

            store.deleteOld(1, 1);
            assertThat(operations)
                    .containsExactly(
                            Operation.DELETE + " 000000000001-000000000001.meta",
                            Operation.DELETE + " 1-a~0-00000000",
                            Operation.DELETE + " 1-b~0-00000000");
            assertThat(labels)
                    .containsExactly(
                            Label.RETENTION_BEFORE_DELETE,
                            Label.RETENTION_BETWEEN_DELETES,
                            Label.RETENTION_BETWEEN_DELETES);

            operations.clear();
            labels.clear();
            store.deleteOld(1, 1);
            assertThat(operations).isEmpty();
            assertThat(labels).isEmpty();
        }
    }

    private List<String> checkpoints() throws IOException {
        return disk.list(ROOT.resolve("checkpoints"));
    }

    private List<String> data() throws IOException {
        return disk.list(ROOT.resolve("data")).stream()
                .map(name -> StoreLayout.parseDataName(name).map(FileRef::name).orElse(name))
                .toList();
    }
}
