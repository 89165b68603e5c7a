package dev.weir.consistency.report;

import dev.weir.consistency.history.Witness;
import dev.weir.consistency.history.Witness.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A witness as a picture: a column for each lane, time downwards, one box for each step; the last one is the proof. Letters have one
 * width, so that a text's size is known without a browser.
 */
final class WitnessLanes {
    /** More would be no picture any more; the first and the last ones stay. */
    private static final int MOST_STEPS = 40;

    private static final int GUTTER = 58;
    private static final int LANE = 186;
    private static final int BOX = 178;
    private static final int LINE = 15;
    private static final int LETTERS = 25;
    private static final int PADDING = 8;
    private static final int GAP = 16;
    private static final int HEAD = 26;

    private final List<Step> steps;
    private final int omitted;
    private final List<String> lanes;
    private final StringBuilder svg = new StringBuilder();

    private WitnessLanes(Witness witness) {
        this.steps = shown(witness.steps());
        this.omitted = witness.steps().size() - steps.size();
        this.lanes = steps.stream().map(Step::lane).distinct().toList();
    }

    static String svg(Witness witness) {
        return witness.steps().isEmpty() ? "" : new WitnessLanes(witness).svg();
    }

    private static List<Step> shown(List<Step> steps) {
        if (steps.size() <= MOST_STEPS) {
            return steps;
        }
        List<Step> ends = new ArrayList<>(steps.subList(0, MOST_STEPS / 2));
        ends.addAll(steps.subList(steps.size() - MOST_STEPS / 2, steps.size()));
        return ends;
    }

    private String svg() {
        int y = HEAD + GAP;
        int before = -1;
        for (int i = 0; i < steps.size(); i++) {
            if (omitted > 0 && i == MOST_STEPS / 2) {
                text(GUTTER, y + LINE - 3, "time", "… %s more steps …".formatted(Html.number(omitted)));
                y += LINE + GAP;
                before = -1;
            }
            y = step(i, y, before) + GAP;
            before = lanes.indexOf(steps.get(i).lane());
        }
        int width = GUTTER + LANE * lanes.size();
        return "<div class=\"scroll\"><svg class=\"lanes\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n%s%s</svg></div>\n"
                .formatted(width, y, width, y, Html.escape(inWords()), lifelines(y), svg);
    }

    private String lifelines(int bottom) {
        StringBuilder html = new StringBuilder();
        for (int lane = 0; lane < lanes.size(); lane++) {
            html.append("<path class=\"life\" d=\"M%d %dV%d\"/>".formatted(middle(lane), HEAD, bottom));
            html.append("<text class=\"lane\" x=\"%d\" y=\"17\" text-anchor=\"middle\">%s</text>\n"
                    .formatted(middle(lane), Html.escape(shortened(lanes.get(lane)))));
        }
        return html.toString();
    }

    /** Draws one and returns where it ends. */
    private int step(int number, int y, int laneBefore) {
        Step step = steps.get(number);
        int lane = lanes.indexOf(step.lane());
        List<String> lines = wrapped(step.text());
        int height = lines.size() * LINE + PADDING;
        if (laneBefore >= 0 && laneBefore != lane) {
            svg.append("<path class=\"next\" d=\"M%d %dV%dH%dV%d\"/>"
                    .formatted(middle(laneBefore), y - GAP, y - GAP / 2, middle(lane), y));
        }
        boolean proof = number == steps.size() - 1;
        svg.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n"
                .formatted(proof ? "step proof" : "step", middle(lane) - BOX / 2, y, BOX, height));
        text(0, y + LINE, "time", sinceStart(step));
        for (int i = 0; i < lines.size(); i++) {
            text(middle(lane) - BOX / 2 + 6, y + LINE * (i + 1), "what", lines.get(i));
        }
        return y + height;
    }

    private void text(int x, int y, String style, String text) {
        svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(style, x, y, Html.escape(text)));
    }

    private String sinceStart(Step step) {
        long nanos = step.nanos() - steps.get(0).nanos();
        return nanos <= 0 ? "" : "+" + Lapse.of(Duration.ofNanos(nanos));
    }

    private int middle(int lane) {
        return GUTTER + lane * LANE + LANE / 2;
    }

    private String inWords() {
        StringBuilder words = new StringBuilder();
        steps.forEach(step ->
                words.append(step.lane()).append(": ").append(step.text()).append(". "));
        return words.toString().strip();
    }

    private static String shortened(String text) {
        return text.length() <= LETTERS ? text : text.substring(0, LETTERS - 1) + "…";
    }

    /** Breaks at spaces, and words that are too long where they are too long. */
    static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            String rest = word;
            while (rest.length() > LETTERS) {
                if (!line.isEmpty()) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                lines.add(rest.substring(0, LETTERS));
                rest = rest.substring(LETTERS);
            }
            if (!line.isEmpty() && line.length() + 1 + rest.length() > LETTERS) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }
}
