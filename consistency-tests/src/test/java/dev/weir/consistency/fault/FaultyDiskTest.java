package dev.weir.consistency.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.checkpoint.DiskFile;
import dev.weir.checkpoint.DiskLock;
import dev.weir.consistency.fault.PowerFailure.Damage;
import dev.weir.consistency.fault.PowerFailure.Remains;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyDiskTest {
    @TempDir
    private Path temp;

    private Path folder;
    private Path journal;
    private final List<String> fired = new ArrayList<>();

    @BeforeEach
    void createFolder() throws IOException {
        folder = Files.createDirectory(temp.resolve("disk"));
        journal = temp.resolve("journal");
    }

    @Test
    void isFullAfterTheBytesOfItsPlanAndWritesWhatStillFits() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE.fullAfter(10));
        DiskFile file = disk.create(folder.resolve("a"));

        file.write(bytes("0123"));
        assertThatIOException().isThrownBy(() -> file.write(bytes("456789"))).withMessage("No space left on device");

        assertThat(folder.resolve("a")).hasContent("012345678");
        assertThatIOException()
                .isThrownBy(() -> disk.create(folder.resolve("b")))
                .withMessageContaining("No space left on device");
        assertThat(disk.freeSpace(folder)).isZero();
        assertThat(fired).containsExactly("disk full");
        disk.heal();
        disk.create(folder.resolve("b")).close();
        assertThat(disk.freeSpace(folder)).isPositive();
    }

    /** The model's words are the kernel's. */
    @Test
    void saysOfAFullDiskWhatTheKernelSays() {
        assumeTrue(Files.exists(Path.of("/dev/full")));

        assertThatIOException()
                .isThrownBy(() -> {
                    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
                        full.write(1);
                    }
                })
                .withMessage(FaultyDisk.NO_SPACE);
    }

    @Test
    void hasSpaceAgainAfterTheRefusalsOfItsPlan() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE.fullAfter(0).freedAfter(2));

        for (int refusal = 0; refusal < 2; refusal++) {
            assertThatIOException().isThrownBy(() -> disk.create(folder.resolve("a")));
        }

        disk.create(folder.resolve("a")).close();
        assertThat(folder.resolve("a")).exists();
    }

    @Test
    void losesByAFailedSyncWhatLaterSyncsReportAsWritten() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE.syncFailsAt(3));
        DiskFile file = disk.create(folder.resolve("a"));
        disk.syncDirectory(folder);
        file.write(bytes("kept"));
        file.sync();
        file.write(bytes("lost"));

        assertThatIOException().isThrownBy(file::sync).withMessage("Input/output error");
        file.sync();
        file.close();

        assertThat(strike(disk, Remains.NOTHING)).isEqualTo(new Damage(0, 4));
        assertThat(folder.resolve("a")).hasContent("kept");
    }

    @Test
    void losesByAFailedSyncOfAFolderTheNamesOfThatMoment() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE.syncFailsAt(1));
        disk.create(folder.resolve("before")).close();

        assertThatIOException()
                .isThrownBy(() -> disk.syncDirectory(folder))
                .withMessageContaining("Input/output error");
        disk.create(folder.resolve("after")).close();
        disk.syncDirectory(folder);

        assertThat(strike(disk, Remains.NOTHING)).isEqualTo(new Damage(1, 0));
        assertThat(disk(DiskPlan.NONE).list(folder)).containsExactly("after");
    }

    @Test
    void keepsOverAPowerFailureWhatWasSynced() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE);
        write(disk, "a", "one");
        disk.rename(folder.resolve("a"), folder.resolve("b"));
        write(disk, "c", "two");
        disk.delete(folder.resolve("c"));
        disk.syncDirectory(folder);

        assertThat(strike(disk, Remains.NOTHING).isNone()).isTrue();
        assertThat(disk(DiskPlan.NONE).list(folder)).containsExactly("b");
        assertThat(folder.resolve("b")).hasContent("one");
    }

    @Test
    void undoesNamesThatWereNotSyncedInReverse() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE);
        write(disk, "old", "old");
        write(disk, "gone", "gone");
        disk.syncDirectory(folder);
        write(disk, "new", "new");
        disk.rename(folder.resolve("new"), folder.resolve("old"));
        disk.rename(folder.resolve("old"), folder.resolve("older"));
        disk.delete(folder.resolve("gone"));

        assertThat(strike(disk, Remains.NOTHING)).isEqualTo(new Damage(4, 0));
        assertThat(disk(DiskPlan.NONE).list(folder)).containsExactly("gone", "old");
        assertThat(folder.resolve("old")).hasContent("old");
        assertThat(folder.resolve("gone")).hasContent("gone");
    }

    @Test
    void tearsOrZeroesWhatWasNotSyncedIfTheNameIsLeft() throws IOException {
        for (Remains remains : List.of(Remains.TORN, Remains.ZEROS)) {
            FaultyDisk disk = disk(DiskPlan.NONE);
            Path path = folder.resolve(remains.name());
            DiskFile file = disk.create(path);
            file.write(bytes("safe"));
            file.sync();
            file.write(bytes("loose!"));
            file.close();

            strike(disk, remains);

            assertThat(path).hasContent(remains == Remains.TORN ? "safeloo" : "safe\0\0\0\0\0\0");
        }
    }

    @Test
    void losesWhatALyingSyncPromised() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE.syncLiesFrom(3));
        assertThat(disk.createNew(folder.resolve("1"), bytes("one"))).isTrue();
        assertThat(disk.createNew(folder.resolve("2"), bytes("two"))).isTrue();
        assertThat(disk.createNew(folder.resolve("2"), bytes("three"))).isFalse();

        assertThat(strike(disk, Remains.NOTHING)).isEqualTo(new Damage(1, 0));
        assertThat(disk(DiskPlan.NONE).list(folder)).containsExactly("1");
        assertThat(fired).containsExactly("lying fsync");
    }

    @Test
    void losesPowerInTheMiddleOfAWriteAndIsDeadThen() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE.powerLossAt(2));
        DiskLock lock =
                FaultyDisk.onFiles(DiskPlan.NONE, journal, fired::add, () -> {}).lock(folder.resolve("other"), "me");
        DiskFile file = disk.create(folder.resolve("a"));

        assertThatIOException().isThrownBy(() -> file.write(bytes("torn"))).withMessageContaining("no power");

        assertThat(folder.resolve("a")).hasContent("to");
        assertThatIOException().isThrownBy(() -> disk.exists(folder));
        assertThat(fired).containsExactly("power loss at change 2");
        lock.close();
    }

    @Test
    void freesItsLocksWhenItLosesPower() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE);
        disk.lock(folder.resolve("lock"), "one");

        disk.cutPower();

        disk(DiskPlan.NONE).lock(folder.resolve("lock"), "two").close();
    }

    @Test
    void refusesEveryChangeWhenItIsReadOnly() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE.readOnlyAfter(1));
        disk.create(folder.resolve("a")).close();

        assertThatIOException()
                .isThrownBy(() -> disk.delete(folder.resolve("a")))
                .withMessageContaining("Read-only file system");
        assertThatIOException().isThrownBy(() -> disk.create(folder.resolve("b")));
        assertThat(disk.list(folder)).containsExactly("a");
    }

    @Test
    void takesItsTimeToSync() throws IOException {
        FaultyDisk disk = disk(DiskPlan.NONE.slowBy(Duration.ofMillis(30)));
        long start = System.nanoTime();

        disk.syncDirectory(folder);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }

    private FaultyDisk disk(DiskPlan plan) throws IOException {
        return FaultyDisk.onFiles(plan, journal, fired::add, () -> {});
    }

    private Damage strike(FaultyDisk disk, Remains remains) throws IOException {
        disk.cutPower();
        return PowerFailure.strike(journal, remains);
    }

    private void write(FaultyDisk disk, String name, String content) throws IOException {
        try (DiskFile file = disk.create(folder.resolve(name))) {
            file.write(bytes(content));
            file.sync();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
