package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CachedFolderTest {

    @TempDir
    private Path folder;

    private final AtomicInteger made = new AtomicInteger();

    @Test
    void isMadeOnce() throws Exception {
        Path first = CachedFolder.in(new WorkFolder(folder), "programs", this::fill);
        Path second = CachedFolder.in(new WorkFolder(folder), "programs", this::fill);
        assertThat(second).isEqualTo(first);
        assertThat(made).hasValue(1);
        assertThat(first.resolve("sub/program")).hasContent("text");
    }

    @Test
    void isWholeForAllWhoMakeItAtTheSameTime() throws Exception {
        int threads = 4;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            Callable<Path> task = () -> CachedFolder.in(new WorkFolder(folder), "programs", content -> {
                fill(content);
                try {
                    together.await();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            });
            List<Future<Path>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(executor.submit(task));
            }
            for (Future<Path> result : results) {
                assertThat(result.get().resolve("sub/program")).hasContent("text");
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(made).hasValue(threads);
        assertThat(folder.resolve("runs")).isEmptyDirectory();
    }

    @Test
    void isMadeAgainIfAFileIsMissingOrEmpty() throws Exception {
        Path content = CachedFolder.in(new WorkFolder(folder), "programs", this::fill);
        Files.delete(content.resolve("sub/program"));
        CachedFolder.in(new WorkFolder(folder), "programs", this::fill);
        assertThat(content.resolve("sub/program")).hasContent("text");

        Files.writeString(content.resolve("sub/program"), "");
        CachedFolder.in(new WorkFolder(folder), "programs", this::fill);
        assertThat(content.resolve("sub/program")).hasContent("text");
    }

    @Test
    void isNotThereIfItsMakerFails() {
        assertThatThrownBy(() -> CachedFolder.in(new WorkFolder(folder), "programs", content -> {
                    fill(content);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(folder.resolve("programs")).doesNotExist();
        assertThat(folder.resolve("runs")).isEmptyDirectory();
    }

    private void fill(Path content) throws IOException {
        made.incrementAndGet();
        Files.writeString(Files.createDirectories(content.resolve("sub")).resolve("program"), "text");
    }
}
