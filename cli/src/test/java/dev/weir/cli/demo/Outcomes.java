package dev.weir.cli.demo;

import dev.weir.cli.demo.Message.Progress;
import dev.weir.cli.demo.Sighted.Look;
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
    static final Sums TRUTH = new Sums(1_000_000, 450_000_000);

    static final Timeline.Content TIMELINE = new Timeline.Content(
            4_000,
            List.of(0L, 1_520L),
            List.of(
                    new Sample(500, 0, Progress.NONE),
                    new Sample(1_000, 0, new Progress(200_000, 4, 50, 6)),
                    new Sample(1_500, 0, new Progress(500_000, 9, 20, 16)),
                    new Sample(2_300, 1, Progress.NONE),
                    new Sample(2_400, 1, new Progress(50_000, 0, 0, 0)),
                    new Sample(3_800, 1, new Progress(600_000, 25, 40, 32))),
            List.of(new Kill(1, Victim.JOB, 1_510, 500_000, 30, Duration.ofMillis(890))));

    static final Sighted SEEN = new Sighted(
            List.of(new Look(100, 0), new Look(1_500, 300_000), new Look(2_600, 400_000), new Look(4_000, 1_000_000)),
            0,
            0,
            0,
            0);

    private Outcomes() {}

    static Outcome exact() {
        return of(Breakage.NONE, TRUTH, SEEN);
    }

    static Outcome found(Breakage breakage, Sums found) {
        return of(breakage, found, SEEN);
    }

    static Outcome of(Breakage breakage, Sums found, Sighted sighted) {
        return outcome(
                options(Setting.FILES, breakage),
                new FilesStory("18.6", 47_000_000),
                List.of(finding(Destination.TABLE, found, sighted)),
                TIMELINE);
    }

    /** With a topic beside the table, which is right, and kills of everything. */
    static Outcome ofKafka(Breakage breakage, Sums topic, Sighted sighted, String... leftovers) {
        Timeline.Content timeline = new Timeline.Content(
                TIMELINE.endMillis(),
                TIMELINE.starts(),
                TIMELINE.samples(),
                List.of(
                        TIMELINE.kills().get(0),
                        new Kill(2, Victim.BROKER, 2_700, 70_000, 30, Duration.ofMillis(3_100)),
                        new Kill(3, Victim.DATABASE, 3_000, 80_000, 30, Duration.ofMillis(450))));
        return new Outcome(
                options(Setting.KAFKA, breakage),
                new KafkaStory(TRUTH.orders(), new OrdersCount(), "18.6"),
                List.of(finding(Destination.TOPIC, topic, sighted), finding(Destination.TABLE, TRUTH, SEEN)),
                List.of(leftovers),
                timeline,
                Instant.parse("2025-03-14T12:00:00Z"),
                Duration.ofMillis(7_500));
    }

    private static Finding finding(Destination destination, Sums found, Sighted sighted) {
        return new Finding(destination, Comparison.of(Map.of(CELL, TRUTH), Map.of(CELL, found)), sighted);
    }

    private static DemoOptions options(Setting setting, Breakage breakage) {
        return new DemoOptions(
                setting,
                7,
                setting == Setting.FILES ? new Toll(1, 0, 0) : new Toll(1, 1, 1),
                TRUTH.orders(),
                breakage,
                Leftovers.DELETE,
                Path.of("weir-demo.html"));
    }

    private static Outcome outcome(
            DemoOptions options, Story story, List<Finding> findings, Timeline.Content timeline) {
        return new Outcome(
                options,
                story,
                findings,
                List.of(),
                timeline,
                Instant.parse("2025-03-14T12:00:00Z"),
                Duration.ofMillis(7_500));
    }
}
