package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MissingLibrariesTest {

    @TempDir
    private Path folder;

    @Test
    void needsNoStubsForAProgramOfTheMachine() {
        MissingLibraries missing = MissingLibraries.of("sh", Path.of("/bin/sh"), folder.resolve("lib"));
        Map<String, String> environment = new HashMap<>();
        missing.addTo(environment);
        assertThat(environment).isEmpty();
    }

    @Test
    void putsStubsBeforeTheLibrariesThatAreThere() {
        MissingLibraries missing = MissingLibraries.replace("MySQL", List.of("libaio.so.1"), folder);
        Map<String, String> environment = new HashMap<>(Map.of("LD_LIBRARY_PATH", "/opt/lib"));
        missing.addTo(environment);
        assertThat(environment).containsEntry("LD_LIBRARY_PATH", folder + ":/opt/lib");
        assertThat(folder.resolve("libaio.so.1")).isNotEmptyFile();
    }

    @Test
    void saysWhichLibrariesAreMissingThatHaveNoStub() {
        assertThatThrownBy(() -> MissingLibraries.replace("MySQL", List.of("libaio.so.1", "libstdc++.so.6"), folder))
                .hasMessage("Cannot start MySQL: this machine lacks shared libraries: libstdc++.so.6; "
                        + "install the packages that they belong to");
    }
}
