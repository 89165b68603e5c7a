package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageTest {

    @Test
    void readsWhatItWrote() {
        Message progress = new Message.Progress(1_234_567, 42, 57, 80);
        Message gap = new Message.Gap();

        assertThat(Message.parse(progress.line())).contains(progress);
        assertThat(Message.parse(gap.line())).contains(gap);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12:00:00.000 WARN  [main] Job - slow",
                "weir-demo: 1 records, checkpoint 2, 3 ms old, 4 uni",
                "weir-demo: -1 records, checkpoint 2, 3 ms old, 4 units",
                "weir-demo: 99999999999999999999 records, checkpoint 2, 3 ms old, 4 units"
            })
    void takesOtherLinesForNoMessage(String line) {
        assertThat(Message.parse(line)).isEmpty();
    }
}
