package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkFolderTest {

    private static final int WE = Users.current();

    @TempDir
    private Path folder;

    @Test
    void liesInTheCacheOfANormalUser() {
        assumeTrue(WE != Users.ROOT);
        Path cache = folder.resolve("cache");
        assertThat(WorkFolder.of(WE, Map.of("XDG_CACHE_HOME", cache.toString()), folder, folder)
                        .path())
                .isEqualTo(cache.resolve("weir"));
        assertThat(WorkFolder.of(WE, Map.of(), folder, folder).path()).isEqualTo(folder.resolve(".cache/weir"));
    }

    @Test
    void liesInASharedFolderForUsersWithoutAHome() {
        assumeTrue(WE != Users.ROOT);
        assertThat(WorkFolder.of(WE, Map.of(), Path.of("/nonexistent"), folder).path())
                .isEqualTo(folder.resolve("weir-testbed-" + WE))
                .isDirectory();
    }

    @Test
    void liesWhereOthersCanReachItForRoot() throws Exception {
        assumeTrue(WE == Users.ROOT);
        Path path = WorkFolder.of(WE, Map.of("XDG_CACHE_HOME", "/root/cache"), Path.of("/root"), folder)
                .path();
        assertThat(path).isEqualTo(folder.resolve("weir-testbed-0"));
        assertThat(Files.getPosixFilePermissions(path)).hasSize(7);
    }

    @Test
    void isRefusedIfSomebodyElseMadeIt() throws Exception {
        assumeTrue(WE == Users.ROOT);
        Path trap = Files.createDirectory(folder.resolve("weir-testbed-0"));
        Users.makeOwner(trap, "65534");
        assertThatThrownBy(() -> WorkFolder.of(WE, Map.of(), folder, folder))
                .hasMessage("Cannot use the work folder: it belongs to someone else: path=" + trap
                        + ", owner=65534, we=0; remove it");
    }
}
