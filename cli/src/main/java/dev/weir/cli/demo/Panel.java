package dev.weir.cli.demo;

import dev.weir.consistency.report.Html;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One picture of a value over time, as HTML. The lines are SVG, stretched to whatever width there is; texts are HTML, and stay
 * readable on a phone.
 *
 * @param style the CSS class of the series
 * @param title what is shown
 * @param note beside the title
 * @param height in CSS pixels
 * @param time from the start of the job, in milliseconds
 * @param unit follows the tick labels
 * @param points the series
 * @param goal a dashed line at this value, or none at a negative one
 * @param kills to be marked
 */
record Panel(
        String style,
        String title,
        String note,
        int height,
        Scale time,
        Scale value,
        String unit,
        List<Point> points,
        double goal,
        List<Kill> kills) {

    /** Beyond, the numbers of the kills would cover each other. */
    private static final int MOST_NUMBERED_KILLS = 25;

    private static final int WIDTH = 1000;

    Panel {
        points = List.copyOf(points);
        kills = List.copyOf(kills);
    }

    /** A value at a time in milliseconds. */
    record Point(double millis, double value) {

        static Point at(long millis, double value) {
            return new Point((double) millis, value);
        }
    }

    /** What stands around the lines. */
    enum Place {
        /** Has the numbers of the kills above. */
        FIRST,
        MIDDLE,
        /** Has the times below. */
        LAST
    }

    String html(Place place) {
        StringBuilder html = new StringBuilder();
        html.append("<figure class=\"%s\"><figcaption><b>%s</b><span>%s</span></figcaption>\n"
                .formatted(style, Html.escape(title), Html.escape(note)));
        html.append("<div class=\"plot%s%s\" style=\"--height:%dpx\">\n"
                .formatted(place == Place.FIRST ? " kills" : "", place == Place.LAST ? " last" : "", height));
        html.append(svg());
        for (double tick : value.ticks()) {
            html.append("<span class=\"y\" style=\"bottom:%s%%\">%s</span>"
                    .formatted(Html.decimal(value.percent(tick)), tickLabel(tick)));
        }
        if (place == Place.LAST) {
            for (double tick : time.ticks()) {
                html.append("<span class=\"x\" style=\"left:%s%%\">%s s</span>"
                        .formatted(Html.decimal(time.percent(tick)), Html.decimal(tick / 1000)));
            }
        }
        if (place == Place.FIRST && kills.size() <= MOST_NUMBERED_KILLS) {
            for (Kill kill : kills) {
                html.append("<i class=\"k\" style=\"left:%s%%\">%d</i>"
                        .formatted(Html.decimal(time.percent((double) kill.millis())), kill.number()));
            }
        }
        return html.append("\n</div></figure>\n").toString();
    }

    private String tickLabel(double tick) {
        String label = value.label(tick);
        return label.equals("0") ? label : label + unit;
    }

    private String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg viewBox=\"0 0 %d 100\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s over time\">\n"
                        .formatted(WIDTH, Html.escape(title)));
        for (double tick : value.ticks()) {
            svg.append("<path class=\"grid\" d=\"M0 %sH%d\"/>".formatted(y(tick), WIDTH));
        }
        for (Kill kill : kills) {
            svg.append("\n<rect class=\"down\" x=\"%s\" y=\"0\" width=\"%s\" height=\"100\"/>"
                    .formatted(x((double) kill.millis()), x((double)
                            kill.recovery().toMillis())));
        }
        if (goal >= 0) {
            svg.append("\n<path class=\"goal\" d=\"M0 %sH%d\"/>".formatted(y(goal), WIDTH));
        }
        if (!points.isEmpty()) {
            String line = points.stream()
                    .map(point -> x(point.millis()) + " " + y(point.value()))
                    .collect(Collectors.joining("L"));
            double first = points.get(0).millis();
            double last = points.get(points.size() - 1).millis();
            svg.append("\n<path class=\"fill\" d=\"M%s 100L%sL%s 100Z\"/>".formatted(x(first), line, x(last)));
            svg.append("\n<path class=\"stroke\" d=\"M%s\"/>".formatted(line));
        }
        for (Kill kill : kills) {
            svg.append("\n<path class=\"kill\" d=\"M%s 0V100\"/>".formatted(x((double) kill.millis())));
        }
        return svg.append("\n</svg>\n").toString();
    }

    private String x(double millis) {
        return Html.decimal(time.percent(millis) / 100 * WIDTH);
    }

    private String y(double height) {
        return Html.decimal(100 - value.percent(height));
    }
}
