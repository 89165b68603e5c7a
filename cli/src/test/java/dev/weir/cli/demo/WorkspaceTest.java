package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.leftovers.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkspaceTest {

    @TempDir
    private Path parent;

    @Test
    void goesWithAllItsFiles() throws IOException {
        Workspace workspace = Workspace.create(parent, Leftovers.DELETE, 0);
        Files.writeString(workspace.orders().resolve("shop-1.csv"), "x");
        workspace.close();

        assertThat(workspace.folder()).doesNotExist();
    }

    @Test
    void staysIfItIsToBeKept() throws IOException {
        Workspace workspace = Workspace.create(parent, Leftovers.KEEP, 0);
        Files.writeString(workspace.log(), "x");
        workspace.close();

        assertThat(workspace.log()).hasContent("x");
        assertThat(workspace.rescueLog(parent.resolve("elsewhere"))).isEqualTo(workspace.log());
    }

    @Test
    void leavesTheLogBehindWhenItIsAskedTo() throws IOException {
        Path log = parent.resolve("demo.log");
        try (Workspace workspace = Workspace.create(parent, Leftovers.DELETE, 0)) {
            Files.writeString(workspace.log(), "why");
            assertThat(workspace.rescueLog(log)).isEqualTo(log);
        }

        assertThat(log).hasContent("why");
    }

    @Test
    void saysHowMuchRoomIsMissing() {
        assertThatThrownBy(() -> Workspace.create(parent, Leftovers.DELETE, Long.MAX_VALUE / 2))
                .isInstanceOf(DemoException.class)
                .hasMessageStartingWith("Cannot make the orders: too little room in " + parent)
                .hasMessageContaining("java.io.tmpdir");
    }
}
