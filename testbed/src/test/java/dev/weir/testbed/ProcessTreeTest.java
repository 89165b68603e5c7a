package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ProcessTreeTest {

    private OwnedProcess shell;
    private List<ProcessStat> family;

    @BeforeEach
    void startAShellWithTwoGenerations() {
        shell = OwnedProcess.start(
                "shell", new ProcessBuilder("sh", "-c", "sh -c 'sleep 60 & wait' & sleep 60 & wait"));
        await().until(() -> shell.tree().members().size() == 4);
        family = shell.tree().members();
    }

    @AfterEach
    void end() {
        shell.kill();
    }

    @Test
    void stopsAllAndLetsAllGoOn() {
        shell.tree().pause();
        assertThat(family).allMatch(ProcessStat::isStoppedOrGone).noneMatch(ProcessStat::isGone);

        shell.tree().resume();
        await().until(() -> family.stream().noneMatch(ProcessStat::isStoppedOrGone));
    }

    @Test
    void killsAllGenerations() {
        shell.kill();
        assertThat(family).hasSize(4).allMatch(ProcessStat::isGone);
        assertThat(shell.isAlive()).isFalse();
        assertThat(shell.exitCode()).isEqualTo(137);
    }

    @Test
    void killsWhatIsPausedAndIsContentWithTheDead() {
        shell.tree().pause();
        shell.kill();
        assertThat(family).allMatch(ProcessStat::isGone);
        shell.kill();
        assertThat(shell.tree().members()).isEmpty();
    }

    @Test
    void finishesAKillOfAnInterruptedThreadAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();
        shell.kill();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(family).allMatch(ProcessStat::isGone);
    }
}
