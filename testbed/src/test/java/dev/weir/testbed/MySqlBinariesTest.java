package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MySqlBinariesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void saysWhichPlatformIsSupported(MySqlFlavour flavour) {
        assertThatCode(() -> MySqlBinaries.requireSupported(flavour, platform("Linux", "amd64")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> MySqlBinaries.requireSupported(flavour, platform("Linux", "aarch64")))
                .isInstanceOf(TestbedException.class)
                .hasMessage(
                        "Cannot start " + flavour.product() + ": there are no binaries for this platform: "
                                + "os=Linux, architecture=aarch64; run it on Linux on amd64, elsewhere in a virtual machine with that");
    }

    @Test
    void saysWhichDependencyIsMissing() {
        ServerArtifact missing = new ServerArtifact("MySQL", "mysql", "group:artifact", "not/there.tar.gz");
        assertThatThrownBy(() -> missing.unpackedIn(new WorkFolder(folder), (URL resource, Path to) -> {}))
                .hasMessage("Cannot start MySQL: its binaries are not on the class path: resource=not/there.tar.gz; "
                        + "add the dependency group:artifact");
    }

    @Test
    void saysWhichLibrariesAreMissingThatHaveNoStub() {
        assertThatThrownBy(() -> MissingLibraries.replace("MySQL", List.of("libaio.so.1", "libstdc++.so.6"), folder))
                .hasMessage("Cannot start MySQL: this machine lacks shared libraries: libstdc++.so.6; "
                        + "install the packages that they belong to");
    }

    @Test
    void needsNoStubsForAProgramOfTheMachine() {
        MissingLibraries missing = MissingLibraries.of("sh", Path.of("/bin/sh"), folder.resolve("lib"));
        assertThat(missing.stubs()).isEmpty();
    }

    private static Properties platform(String os, String architecture) {
        Properties properties = new Properties();
        properties.setProperty("os.name", os);
        properties.setProperty("os.arch", architecture);
        return properties;
    }
}
