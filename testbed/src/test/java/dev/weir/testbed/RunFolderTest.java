package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final List<Path> cleaned = new ArrayList<>();

    @Test
    void isDeletedWhenClosed() {
        RunFolder run = RunFolder.create(new WorkFolder(folder), "server");
        assertThat(run.path()).isDirectory();
        run.close();
        assertThat(folder.resolve("runs")).isEmptyDirectory();
    }

    @Test
    void staysDuringASweepWhileItsJvmLivesAndGoesAfterItWasKilled() {
        WorkFolder work = new WorkFolder(folder);
        try (RunFolder own = RunFolder.create(work, "server");
                ChildJvm child = ChildJvm.start(ChildJvmOptions.builder(Owner.class)
                        .arguments(folder.toString())
                        .build())) {
            Path theirs = Path.of(child.awaitLine(folder.toString(), LIMIT));

            RunFolder.sweep(work, "server", cleaned::add);
            assertThat(theirs).isDirectory();
            assertThat(cleaned).isEmpty();

            child.kill();
            RunFolder.sweep(work, "server", cleaned::add);
            assertThat(theirs).doesNotExist();
            assertThat(cleaned).containsExactly(theirs);
            assertThat(own.path()).isDirectory();
        }
    }

    @Test
    void isFinishedByASweepIfItsRemovalWasCutShort() throws Exception {
        Path left = Files.createDirectories(folder.resolve("runs/server-1-abc"));
        Files.writeString(left.resolve("file"), "");
        RunFolder.sweep(new WorkFolder(folder), "server", cleaned::add);
        assertThat(left).doesNotExist();
    }

    static final class Owner {
        public static void main(String[] arguments) throws InterruptedException {
            RunFolder run = RunFolder.create(new WorkFolder(Path.of(arguments[0])), "server");
            System.out.println(run.path());
            Thread.currentThread().join();
        }
    }
}
