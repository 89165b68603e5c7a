package dev.weir.cli.demo;

import dev.weir.cli.demo.Message.Progress;
import dev.weir.cli.demo.Timeline.Look;
import dev.weir.cli.demo.Timeline.Sample;
import dev.weir.cli.leftovers.Leftovers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Outcomes of demos that never ran. */
final class Outcomes {

    private static final Cell CELL = new Cell("2025-03-14T09:00", "latte <large>");
    private static final Sums TRUTH = new Sums(1_000_000, 450_000_000);

    static final Timeline.Content TIMELINE = new Timeline.Content(
            4_000,
            List.of(
                    new Sample(500, 0, Progress.NONE),
                    new Sample(1_000, 0, new Progress(200_000, 4, 50, 6)),
                    new Sample(1_500, 0, new Progress(500_000, 9, 20, 16)),
                    new Sample(2_300, 1, Progress.NONE),
                    new Sample(2_400, 1, new Progress(50_000, 0, 0, 0)),
                    new Sample(3_800, 1, new Progress(600_000, 25, 40, 32))),
            List.of(new Look(100, 0), new Look(1_500, 300_000), new Look(4_000, 1_000_000)),
            List.of(new Kill(1, 1_510, 500_000, 30, Duration.ofMillis(890))));

    private Outcomes() {}

    static Outcome exact() {
        return of(Breakage.NONE, TRUTH, TIMELINE);
    }

    static Outcome found(Breakage breakage, Sums found) {
        return of(breakage, found, TIMELINE);
    }

    static Outcome of(Breakage breakage, Sums found, Timeline.Content timeline) {
        return new Outcome(
                new DemoOptions(7, 1, TRUTH.orders(), breakage, Leftovers.DELETE, Path.of("weir-demo.html")),
                Comparison.of(Map.of(CELL, TRUTH), Map.of(CELL, found)),
                timeline,
                Instant.parse("2025-03-14T12:00:00Z"),
                Duration.ofMillis(7_500),
                "18.6",
                47_000_000);
    }
}
