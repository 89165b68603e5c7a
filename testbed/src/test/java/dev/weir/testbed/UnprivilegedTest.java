package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnprivilegedTest {

    @TempDir
    private Path folder;

    @Test
    void changesNothingForANormalUser() {
        assumeTrue(Users.current() != Users.ROOT);
        assertThat(Unprivileged.forDataIn(folder.resolve("data")).prefix()).isEmpty();
    }

    @Test
    void becomesNobodyWhereNobodyCanReachTheData() throws Exception {
        assumeTrue(Users.current() == Users.ROOT);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Unprivileged.forDataIn(folder.resolve("data")).owner()).contains("65534");
    }

    @Test
    void staysOwnerOfTheDataWhereOnlyRootCanReachThem() throws Exception {
        assumeTrue(Users.current() == Users.ROOT);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertThat(Unprivileged.forDataIn(folder.resolve("data")).owner()).contains("0");
    }
}
