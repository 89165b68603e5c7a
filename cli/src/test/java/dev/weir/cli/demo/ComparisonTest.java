package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.demo.Comparison.WrongCell;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

    private static final Cell NINE = new Cell("2025-03-14T09:00", "latte");
    private static final Cell TEN = new Cell("2025-03-14T10:00", "latte");
    private static final Map<Cell, Sums> TRUTH = Map.of(NINE, new Sums(3, 900), TEN, new Sums(2, 700));

    @Test
    void isExactForEqualSums() {
        Comparison comparison = Comparison.of(TRUTH, TRUTH);

        assertThat(comparison.isExact()).isTrue();
        assertThat(comparison).isEqualTo(new Comparison(new Sums(5, 1600), new Sums(5, 1600), 2, 0, 0, List.of()));
    }

    @Test
    void countsWhatTheTableLacksAsLost() {
        Comparison comparison = Comparison.of(TRUTH, Map.of(TEN, new Sums(1, 300)));

        assertThat(comparison.lost()).isEqualTo(4);
        assertThat(comparison.doubled()).isZero();
        assertThat(comparison.wrong())
                .containsExactly(
                        new WrongCell(NINE, new Sums(3, 900), Sums.ZERO),
                        new WrongCell(TEN, new Sums(2, 700), new Sums(1, 300)));
    }

    @Test
    void countsWhatTheTableHasTooOftenAsDoubled() {
        Cell strange = new Cell("2025-03-14T10:00", "mocha");
        Comparison comparison =
                Comparison.of(TRUTH, Map.of(NINE, new Sums(6, 1800), TEN, new Sums(2, 700), strange, new Sums(1, 5)));

        assertThat(comparison.doubled()).isEqualTo(4);
        assertThat(comparison.lost()).isZero();
        assertThat(comparison.isExact()).isFalse();
    }

    @Test
    void doesNotLetALossInOneSumHideADoubleInAnother() {
        Comparison comparison = Comparison.of(TRUTH, Map.of(NINE, new Sums(2, 600), TEN, new Sums(3, 1000)));

        assertThat(comparison.found()).isEqualTo(comparison.truth());
        assertThat(comparison.lost()).isEqualTo(1);
        assertThat(comparison.doubled()).isEqualTo(1);
    }

    @Test
    void seesASingleWrongCent() {
        Comparison comparison = Comparison.of(TRUTH, Map.of(NINE, new Sums(3, 901), TEN, new Sums(2, 700)));

        assertThat(comparison.isExact()).isFalse();
        assertThat(comparison.lost() + comparison.doubled()).isZero();
    }
}
