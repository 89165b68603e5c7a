package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessStatTest {

    @Test
    void readsNamesWithBlanksAndBrackets() {
        String line = "12 (a) b (c) S 7 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0";
        assertThat(ProcessStat.parse(line)).isEqualTo(new ProcessStat(12, "a) b (c", 'S', 7, 4711));
    }

    @Test
    void tellsAProcessFromALaterOneWithTheSamePid() {
        ProcessStat own = ProcessStat.read(ProcessHandle.current().pid()).orElseThrow();
        assertThat(own.isGone()).isFalse();
        assertThat(new ProcessStat(own.pid(), own.name(), own.state(), own.parent(), own.startTicks() - 1).isGone())
                .isTrue();
        assertThat(ProcessStat.all()).anyMatch(stat -> stat.pid() == own.pid());
    }
}
