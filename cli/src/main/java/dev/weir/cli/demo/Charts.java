package dev.weir.cli.demo;

import dev.weir.cli.demo.Panel.Place;
import dev.weir.cli.demo.Panel.Point;
import dev.weir.cli.demo.Sighted.Look;
import dev.weir.cli.demo.Timeline.Sample;
import dev.weir.consistency.report.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Pictures over the same time: what the job reads, what everybody sees, and how old the last checkpoint is. */
final class Charts {

    private static final int VALUE_STEPS = 4;
    private static final int AGE_STEPS = 3;
    private static final int TIME_STEPS = 10;

    /** So many intervals at most, so that a long run does not become a solid block. */
    private static final int INTERVALS = 250;

    private static final long SHORTEST_INTERVAL_MILLIS = 100;

    private final Timeline.Content timeline;
    private final Scale time;

    private Charts(Timeline.Content timeline) {
        this.timeline = timeline;
        this.time = Scale.to((double) Math.max(1, timeline.endMillis()), TIME_STEPS);
    }

    static String html(Outcome outcome) {
        Charts charts = new Charts(outcome.timeline());
        return charts.throughput().html(Place.FIRST)
                + outcome.findings().stream()
                        .map(finding -> charts.destination(finding).html(Place.MIDDLE))
                        .collect(Collectors.joining())
                + charts.age().html(Place.LAST);
    }

    private Panel throughput() {
        List<Point> points = recordsPerSecond(timeline);
        double peak = points.stream().mapToDouble(Point::value).max().orElse(0);
        return panel(
                "flow",
                "Records read per second",
                "peak " + Html.number((long) peak),
                190,
                Scale.above(Math.max(peak, 1), VALUE_STEPS),
                "",
                points,
                -1);
    }

    private Panel destination(Finding finding) {
        long orders = finding.comparison().truth().orders();
        List<Point> points = new ArrayList<>();
        double highest = (double) orders;
        double before = 0;
        for (Look look : finding.sighted().looks()) {
            points.add(Point.at(look.millis(), before));
            points.add(Point.at(look.millis(), (double) look.orders()));
            before = (double) look.orders();
            highest = Math.max(highest, before);
        }
        return panel(
                finding.destination().toString(),
                "Orders that a reader sees in the " + finding.destination(),
                "dashed: the truth",
                150,
                Scale.above(Math.max(highest, 1), VALUE_STEPS),
                "",
                points,
                (double) orders);
    }

    private Panel age() {
        List<Point> points = checkpointAges(timeline);
        double oldest = points.stream().mapToDouble(Point::value).max().orElse(0);
        return panel(
                "age",
                "Age of the last checkpoint",
                "oldest " + Html.number((long) (oldest * 1000)) + " ms",
                110,
                Scale.above(Math.max(oldest, 0.001), AGE_STEPS),
                " s",
                points,
                -1);
    }

    private Panel panel(
            String style,
            String title,
            String note,
            int height,
            Scale value,
            String unit,
            List<Point> points,
            double goal) {
        return new Panel(style, title, note, height, time, value, unit, points, goal, timeline.kills());
    }

    /** Averages over intervals of equal length; what was read between two messages is spread evenly between them. */
    static List<Point> recordsPerSecond(Timeline.Content timeline) {
        long width = Math.max(SHORTEST_INTERVAL_MILLIS, timeline.endMillis() / INTERVALS);
        double[] read = new double[(int) (timeline.endMillis() / width) + 1];
        for (int i = 1; i < timeline.samples().size(); i++) {
            Sample from = timeline.samples().get(i - 1);
            Sample to = timeline.samples().get(i);
            if (from.life() == to.life()) {
                spread(to.progress().records() - from.progress().records(), from.millis(), to.millis(), width, read);
            }
        }
        List<Point> points = new ArrayList<>();
        points.add(new Point(0, 0));
        for (int i = 0; i < read.length; i++) {
            double middle = Math.min((i + 0.5) * width, (double) timeline.endMillis());
            points.add(new Point(middle, read[i] * 1000 / width));
        }
        points.add(Point.at(timeline.endMillis(), 0));
        return points;
    }

    private static void spread(long records, long from, long to, long width, double[] read) {
        if (to <= from) {
            read[Math.min((int) (to / width), read.length - 1)] += records;
            return;
        }
        for (long start = from; start < to; ) {
            int interval = (int) (start / width);
            long end = Math.min(to, (interval + 1) * width);
            read[Math.min(interval, read.length - 1)] += (double) records * (end - start) / (to - from);
            start = end;
        }
    }

    /** In seconds, from its beginning. Grows until the next one is complete, also while no process lives. */
    static List<Point> checkpointAges(Timeline.Content timeline) {
        List<Point> points = new ArrayList<>();
        points.add(new Point(0, 0));
        long begun = 0;
        long checkpoint = 0;
        for (Sample sample : timeline.samples()) {
            Message.Progress progress = sample.progress();
            if (progress.checkpoint() > checkpoint) {
                checkpoint = progress.checkpoint();
                points.add(Point.at(sample.millis(), (sample.millis() - begun) / 1000.0));
                begun = Math.max(begun, sample.millis() - progress.checkpointAgeMillis());
                points.add(Point.at(sample.millis(), (sample.millis() - begun) / 1000.0));
            }
        }
        points.add(Point.at(timeline.endMillis(), (timeline.endMillis() - begun) / 1000.0));
        return points;
    }
}
