package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.terminal.Console;
import dev.weir.cli.terminal.Palette;
import org.junit.jupiter.api.Test;

final class LiveStatusTest {

    private static final Palette PLAIN = new Palette(false, false);

    @Test
    void saysHowFastAndHowFar() {
        assertThat(new LiveStatus(0.5, 1_234_567, 87, 2, 5).line(PLAIN))
                .isEqualTo("######......  50 %  1,234,567 records/s  checkpoint   87 ms old  restarts 2/5");
    }

    @Test
    void fitsIntoATerminal() {
        assertThat("  " + new LiveStatus(1, 9_876_543, 123_456, 5, 5).line(PLAIN))
                .hasSize(Console.WIDTH);
    }
}
