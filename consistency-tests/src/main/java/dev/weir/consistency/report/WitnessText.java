package dev.weir.consistency.report;

import dev.weir.consistency.history.Witness;
import dev.weir.consistency.history.Witness.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A witness as lines of text: time downwards, a column for each lane with a mark where something happens in it, and what happens at
 * the right.
 */
public final class WitnessText {
    private static final int TIME = 10;
    private static final int LONGEST_NAME = 14;
    private static final int GAP = 2;

    private WitnessText() {}

    /** Empty for a witness without steps. */
    public static List<String> lines(Witness witness) {
        if (witness.steps().isEmpty()) {
            return List.of();
        }
        List<String> lanes = witness.steps().stream().map(Step::lane).distinct().toList();
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(" ".repeat(TIME));
        lanes.forEach(lane -> head.append(padded(plain(lane), width(lane))));
        lines.add(head.toString().stripTrailing());
        long begin = witness.steps().get(0).nanos();
        for (Step step : witness.steps()) {
            long nanos = step.nanos() - begin;
            StringBuilder line =
                    new StringBuilder(padded(nanos <= 0 ? "" : "+" + Lapse.of(Duration.ofNanos(nanos)), TIME));
            lanes.forEach(lane -> line.append(padded(lane.equals(step.lane()) ? "*" : "|", width(lane))));
            lines.add(line + plain(step.text()));
        }
        return lines;
    }

    private static int width(String lane) {
        return Math.min(plain(lane).length(), LONGEST_NAME) + GAP;
    }

    private static String padded(String text, int width) {
        return text.length() < width
                ? text + " ".repeat(width - text.length())
                : text.substring(0, width - GAP) + " ".repeat(GAP);
    }

    /** Without line ends and escape sequences, which would break the drawing. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
