package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpeedometerTest {

    private final Speedometer speed = new Speedometer();

    @Test
    void addsUpTheLastSecond() {
        speed.add(100, 50);
        speed.add(900, 30);
        speed.add(1500, 7);

        assertThat(speed.perSecond(1500)).isEqualTo(37);
    }

    @Test
    void fallsToZeroWhenNothingIsRead() {
        speed.add(100, 50);

        assertThat(speed.perSecond(1100)).isZero();
    }
}
