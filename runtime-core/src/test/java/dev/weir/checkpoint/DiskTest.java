package dev.weir.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every disk promises. */
final class DiskTest {
    @Nested
    final class OfFiles extends Contract {
        OfFiles() {
            super(new FileDisk());
        }
    }

    @Nested
    final class InMemory extends Contract {
        InMemory() {
            super(new MemoryDisk());
        }
    }

    abstract static class Contract {
        private final Disk disk;
        private Path folder = Path.of("/");

        Contract(Disk disk) {
            this.disk = disk;
        }

        @BeforeEach
        void createFolder(@TempDir Path directory) throws IOException {
            folder = directory.resolve("a/b");
            disk.createDirectories(folder);
        }

        @Test
        void createsFoldersOnlyOnce() throws IOException {
            disk.createDirectories(folder);

            assertThat(disk.isDirectory(folder)).isTrue();
            assertThat(disk.isDirectory(folder.resolve("c"))).isFalse();
            assertThat(disk.list(folder)).isEmpty();
        }

        @Test
        void refusesFolderWhereFileIs() throws IOException {
            disk.createNew(folder.resolve("file"), new byte[0]);

            assertThatThrownBy(() -> disk.createDirectories(folder.resolve("file")))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(disk.isDirectory(folder.resolve("file"))).isFalse();
        }

        @Test
        void writesAndReadsFiles() throws IOException {
            Path file = folder.resolve("file");
            try (DiskFile out = disk.create(file)) {
                out.write('x');
                out.write(new byte[200_000], 5, 100_000);
                out.sync();
            }

            assertThat(disk.size(file)).isEqualTo(100_001);
            try (InputStream in = disk.open(file)) {
                assertThat(in.readAllBytes()).hasSize(100_001).startsWith('x', 0);
            }
            assertThatThrownBy(() -> disk.create(file)).isInstanceOf(FileAlreadyExistsException.class);
        }

        @Test
        void createsNewFileOnce() throws IOException {
            assertThat(disk.createNew(folder.resolve("1"), bytes("first"))).isTrue();
            assertThat(disk.createNew(folder.resolve("1"), bytes("second"))).isFalse();
            try (InputStream in = disk.open(folder.resolve("1"))) {
                assertThat(in.readAllBytes()).isEqualTo(bytes("first"));
            }
        }

        @Test
        void renamesOverOtherFile() throws IOException {
            disk.createNew(folder.resolve("new"), bytes("new"));
            disk.createNew(folder.resolve("old"), bytes("old"));

            disk.rename(folder.resolve("new"), folder.resolve("old"));
            disk.syncDirectory(folder);

            assertThat(disk.list(folder)).containsExactly("old");
            try (InputStream in = disk.open(folder.resolve("old"))) {
                assertThat(in.readAllBytes()).isEqualTo(bytes("new"));
            }
        }

        @Test
        void deletesFilesAndEmptyFolders() throws IOException {
            disk.createNew(folder.resolve("file"), new byte[0]);

            assertThatThrownBy(() -> disk.delete(folder)).isInstanceOf(DirectoryNotEmptyException.class);
            assertThat(disk.delete(folder.resolve("file"))).isTrue();
            assertThat(disk.delete(folder.resolve("file"))).isFalse();
            assertThat(disk.exists(folder.resolve("file"))).isFalse();
            assertThat(disk.delete(folder)).isTrue();
        }

        @Test
        void listsSorted() throws IOException {
            for (String name : new String[] {"b", "a", "c"}) {
                disk.createNew(folder.resolve(name), new byte[0]);
            }

            assertThat(disk.list(folder)).containsExactly("a", "b", "c");
        }

        @Test
        void missesFiles() {
            Path file = folder.resolve("file");
            assertThatThrownBy(() -> disk.open(file)).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> disk.size(file)).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> disk.list(file)).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> disk.rename(file, folder.resolve("to"))).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> disk.create(folder.resolve("no/file"))).isInstanceOf(NoSuchFileException.class);
        }

        @Test
        void locksUntilClosed() throws IOException {
            Path file = folder.resolve("lock");
            DiskLock lock = disk.lock(file, "the first");
            assertThatThrownBy(() -> disk.lock(file, "the second"))
                    .isInstanceOf(DiskLockedException.class)
                    .hasMessage("locked by the first");

            lock.close();
            try (DiskLock next = disk.lock(file, "the third")) {
                lock.close();
                assertThatThrownBy(() -> disk.lock(file, "the fourth")).hasMessage("locked by the third");
                assertThat(next).isNotSameAs(lock);
            }
        }

        @Test
        void knowsFreeSpaceOfWhatIsNotThere() throws IOException {
            assertThat(disk.freeSpace(folder.resolve("no/such/file"))).isPositive();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
