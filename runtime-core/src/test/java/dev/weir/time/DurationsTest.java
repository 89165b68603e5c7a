package dev.weir.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DurationsTest {
    @Test
    void usesTheLargestUnitThatDivides() {
        assertThat(Durations.words(Duration.ZERO)).isEqualTo("0 ms");
        assertThat(Durations.words(Duration.ofMillis(1500))).isEqualTo("1500 ms");
        assertThat(Durations.words(Duration.ofSeconds(90))).isEqualTo("90 s");
        assertThat(Durations.words(Duration.ofSeconds(119).plusMillis(1_000))).isEqualTo("2 min");
        assertThat(Durations.words(Duration.ofMinutes(179).plusSeconds(60))).isEqualTo("3 h");
        assertThat(Durations.words(Duration.ofSeconds(-1))).isEqualTo("-1 s");
    }
}
