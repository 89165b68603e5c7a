package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerArtifactTest {

    @TempDir
    private Path folder;

    @Test
    void saysWhichDependencyIsMissing() {
        ServerArtifact missing = new ServerArtifact("MySQL", "mysql", "group:artifact", "not/there.tar.gz");
        assertThatThrownBy(() -> missing.unpackedIn(new WorkFolder(folder), (URL resource, Path to) -> {}))
                .hasMessage("Cannot start MySQL: its binaries are not on the class path: resource=not/there.tar.gz; "
                        + "add the dependency group:artifact");
    }
}
