package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.cli.demo.Panel.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChartsTest {

    @Test
    void drawsAsManyRecordsAsWereRead() {
        List<Point> points = Charts.recordsPerSecond(Outcomes.TIMELINE);

        double records =
                points.stream().mapToDouble(point -> point.value() / 10).sum();
        assertThat(records).isCloseTo(500_000 + 600_000, within(1.0));
    }

    @Test
    void drawsNothingReadBetweenAKillAndTheNextRecord() {
        assertThat(Charts.recordsPerSecond(Outcomes.TIMELINE))
                .filteredOn(point -> point.millis() > 1_500 && point.millis() < 2_300)
                .isNotEmpty()
                .allMatch(point -> point.value() == 0);
    }

    @Test
    void letsTheAgeGrowUntilTheNextCheckpointAlsoWhileNoProcessLives() {
        assertThat(Charts.checkpointAges(Outcomes.TIMELINE))
                .containsExactly(
                        new Point(0, 0),
                        new Point(1_000, 1),
                        new Point(1_000, 0.05),
                        new Point(1_500, 0.55),
                        new Point(1_500, 0.02),
                        new Point(3_800, 2.32),
                        new Point(3_800, 0.04),
                        new Point(4_000, 0.24));
    }
}
