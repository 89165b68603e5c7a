package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TollTest {

    @Test
    void namesOnlyThoseThatAreHit() {
        assertThat(new Toll(5, 0, 0).words()).isEqualTo("5 times");
        assertThat(new Toll(1, 2, 0).words()).isEqualTo("once and the broker 2 times");
        assertThat(new Toll(4, 2, 1).words()).isEqualTo("4 times, the broker 2 times and the database once");
        assertThat(new Toll(4, 0, 1).words()).isEqualTo("4 times and the database once");
    }

    @Test
    void shufflesTheSameWayForTheSameSeed() {
        Toll toll = new Toll(5, 2, 1);

        assertThat(toll.shuffled(7)).isEqualTo(toll.shuffled(7)).hasSize(8);
    }
}
