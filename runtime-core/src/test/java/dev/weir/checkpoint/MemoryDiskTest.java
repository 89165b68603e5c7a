package dev.weir.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class MemoryDiskTest {
    private static final int SEEDS = 200;
    private static final Path FOLDER = Path.of("/folder");

    @Test
    void losesOrKeepsOrTearsWhatIsNotSynced() throws IOException {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            MemoryDisk disk = disk();
            try (DiskFile file = disk.create(FOLDER.resolve("file"))) {
                write(file, "ab");
                file.sync();
                write(file, "cd");
            }
            disk.syncDirectory(FOLDER);
            outcomes.add(read(disk.crash(new Random(seed)), "file"));
        }

        assertThat(outcomes).containsExactly("ab", "ab\0\0", "ab\0d", "abc", "abc\0", "abcd");
    }

    @Test
    void forgetsAFolderThatWasDeleted() throws IOException {
        MemoryDisk disk = disk();
        createSynced(disk, "file");
        disk.delete(FOLDER.resolve("file"));
        disk.delete(FOLDER);

        assertThat(disk.exists(FOLDER.resolve("file"))).isFalse();
        assertThatThrownBy(() -> disk.create(FOLDER.resolve("file"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void findsAFileByAnyPathToIt() throws IOException {
        MemoryDisk disk = disk();
        createSynced(disk, "file");

        assertThat(disk.exists(FOLDER.resolve("file"))).isTrue();
        assertThat(disk.exists(FOLDER.resolve("../folder/./file"))).isTrue();
        assertThat(disk.isDirectory(FOLDER.resolve("."))).isTrue();
        assertThat(disk.isDirectory(FOLDER.resolve(".."))).isTrue();
        assertThat(disk.exists(FOLDER.resolve("other"))).isFalse();
    }

    @Test
    void losesOrKeepsNamesThatAreNotSynced() throws IOException {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            MemoryDisk disk = disk();
            createSynced(disk, "old");
            disk.syncDirectory(FOLDER);
            createSynced(disk, "part");
            disk.rename(FOLDER.resolve("part"), FOLDER.resolve("new"));
            disk.delete(FOLDER.resolve("old"));
            outcomes.add(disk.crash(new Random(seed)).list(FOLDER).toString());
        }

        // Never both names of the renamed file.
        assertThat(outcomes).containsExactlyInAnyOrder("[]", "[new]", "[new, old]", "[old]", "[old, part]", "[part]");
    }

    @Test
    void keepsWhatIsSynced() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            MemoryDisk disk = disk();
            createSynced(disk, "part");
            disk.rename(FOLDER.resolve("part"), FOLDER.resolve("file"));
            disk.syncDirectory(FOLDER);

            assertThat(read(disk.crash(new Random(seed)), "file")).isEqualTo("content");
        }
    }

    @Test
    void crashesTheSameWayWithTheSameSeed() throws IOException {
        assertThat(crashed(42)).isEqualTo(crashed(42)).isNotEqualTo(crashed(43));
    }

    private static String crashed(long seed) throws IOException {
        MemoryDisk disk = disk();
        for (int i = 0; i < 20; i++) {
            disk.create(FOLDER.resolve("file" + i)).close();
        }
        return disk.crash(new Random(seed)).list(FOLDER).toString();
    }

    @Test
    void hasNoPowerAfterCrash() throws IOException {
        MemoryDisk disk = disk();
        DiskFile file = disk.create(FOLDER.resolve("file"));
        MemoryDisk next = disk.crash(new Random(0));

        assertThatThrownBy(() -> write(file, "late")).hasMessage("the disk has no power since its crash");
        assertThatThrownBy(file::sync).hasMessage("the disk has no power since its crash");
        assertThatThrownBy(() -> disk.list(FOLDER)).hasMessage("the disk has no power since its crash");
        assertThat(next.list(Path.of("/"))).containsExactly("folder");
    }

    @Test
    void freesLocksWhenItCrashesOrIsKilled() throws IOException {
        MemoryDisk disk = disk();
        DiskLock dead = disk.lock(FOLDER.resolve("lock"), "first");
        MemoryDisk killed = disk.kill();
        killed.lock(FOLDER.resolve("lock"), "second");
        dead.close();
        assertThatThrownBy(() -> killed.lock(FOLDER.resolve("lock"), "third")).hasMessage("locked by second");

        MemoryDisk crashed = killed.crash(new Random(0));
        crashed.lock(FOLDER.resolve("lock"), "fourth");
    }

    @Test
    void keepsWhatIsNotSyncedWhenProcessIsKilled() throws IOException {
        MemoryDisk disk = disk();
        try (DiskFile file = disk.create(FOLDER.resolve("file"))) {
            write(file, "content");
        }

        MemoryDisk killed = disk.kill();
        assertThat(read(killed, "file")).isEqualTo("content");

        Set<Integer> lengths = new TreeSet<>();
        for (int seed = 0; seed < 20; seed++) {
            MemoryDisk copy = disk();
            copy.create(FOLDER.resolve("file")).write(1);
            lengths.add(copy.kill().crash(new Random(seed)).list(FOLDER).size());
        }
        assertThat(lengths).as("but a power failure can still lose it").containsExactly(0, 1);
    }

    private static MemoryDisk disk() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        disk.createDirectories(FOLDER);
        return disk;
    }

    private static void createSynced(Disk disk, String name) throws IOException {
        try (DiskFile file = disk.create(FOLDER.resolve(name))) {
            write(file, "content");
            file.sync();
        }
    }

    private static void write(DiskFile file, String text) throws IOException {
        file.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Disk disk, String name) throws IOException {
        try (InputStream in = disk.open(FOLDER.resolve(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
