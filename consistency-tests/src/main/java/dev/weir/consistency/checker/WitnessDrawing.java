package dev.weir.consistency.checker;

import dev.weir.consistency.history.Witness;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** Draws a witness for a terminal: a column for each lane, time downwards. */
public final class WitnessDrawing {
    private static final int TIME_WIDTH = 12;
    private static final int LEAST_COLUMN = 18;

    private final List<String> lanes;
    private final List<Witness.Step> steps;
    private final int column;

    private WitnessDrawing(Witness witness, int width) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        witness.steps().forEach(step -> names.add(step.lane()));
        this.lanes = List.copyOf(names);
        this.steps = witness.steps();
        this.column = Math.max(LEAST_COLUMN, (width - TIME_WIDTH) / Math.max(1, lanes.size()));
    }

    /**
     * Lines without trailing blanks.
     *
     * @param width of the terminal in characters; with many lanes it becomes wider
     */
    public static String of(Witness witness, int width) {
        return new WitnessDrawing(witness, width).draw();
    }

    private String draw() {
        StringBuilder out = new StringBuilder();
        appendLine(out, "", lanes);
        appendLine(
                out, "", lanes.stream().map(lane -> "-".repeat(lane.length())).toList());
        long start = steps.isEmpty() ? 0 : steps.get(0).nanos();
        for (Witness.Step step : steps) {
            List<String> wrapped = wrap(step.text());
            for (int i = 0; i < wrapped.size(); i++) {
                List<String> cells = new ArrayList<>();
                for (String lane : lanes) {
                    cells.add(lane.equals(step.lane()) ? wrapped.get(i) : "|");
                }
                appendLine(out, i == 0 ? time(step.nanos() - start) : "", cells);
            }
        }
        return out.toString();
    }

    private static String time(long nanos) {
        return String.format(Locale.ROOT, "%+.3f ms", nanos / 1e6);
    }

    private void appendLine(StringBuilder out, String time, List<String> cells) {
        StringBuilder line = new StringBuilder(pad(time, TIME_WIDTH));
        cells.forEach(cell -> line.append(pad(cell, column)));
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private List<String> wrap(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > column - 2) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
    }
}
