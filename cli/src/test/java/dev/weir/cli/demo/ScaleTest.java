package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScaleTest {

    @Test
    void hasTicksAtRoundNumbers() {
        assertThat(Scale.above(806_833, 4).ticks()).containsExactly(0.0, 250_000.0, 500_000.0, 750_000.0, 1_000_000.0);
        assertThat(Scale.above(3_000_000, 4).ticks()).containsExactly(0.0, 1_000_000.0, 2_000_000.0, 3_000_000.0);
        assertThat(Scale.to(12_340, 10).ticks()).hasSize(7).endsWith(12_000.0);
    }

    @Test
    void labelsTicksInFewLetters() {
        assertThat(Scale.above(806_833, 4).ticks().stream().map(Scale.above(806_833, 4)::label))
                .containsExactly("0", "0.25 M", "0.5 M", "0.75 M", "1 M");
        assertThat(Scale.above(400, 4).label(100)).isEqualTo("100");
        assertThat(Scale.above(40_000, 4).label(10_000)).isEqualTo("10 k");
    }

    @Test
    void staysUsableWithoutAnyValue() {
        assertThat(Scale.to(0, 4).ticks()).isNotEmpty().hasSizeLessThan(6);
    }
}
