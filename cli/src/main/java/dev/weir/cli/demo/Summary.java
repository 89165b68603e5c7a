package dev.weir.cli.demo;

import dev.weir.cli.demo.Comparison.WrongCell;
import dev.weir.cli.terminal.Palette;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The outcome in some lines for the terminal. */
final class Summary {

    private static final int SHOWN_WRONG_CELLS = 5;

    private Summary() {}

    static List<String> of(Outcome outcome, Palette palette) {
        Comparison comparison = outcome.comparison();
        List<String> lines = new ArrayList<>();
        lines.add(row("orders in", number(comparison.truth().orders())));
        lines.add(row("orders counted", number(comparison.found().orders())));
        lines.add(damage("lost", comparison.lost(), palette));
        lines.add(damage("doubled", comparison.doubled(), palette));
        lines.add(row("restarts", number(outcome.timeline().kills().size())));
        lines.add(row("median recovery", number(outcome.medianRecovery().toMillis()) + " ms"));
        lines.add("");
        lines.addAll(outcome.isProven() ? proven(outcome, palette) : damaged(outcome, palette));
        return lines;
    }

    private static List<String> proven(Outcome outcome, Palette palette) {
        return List.of(palette.bold(palette.green("Exactly once.")) + " All "
                + number(outcome.comparison().cells()) + " sums in PostgreSQL equal the truth, to the cent.");
    }

    private static List<String> damaged(Outcome outcome, Palette palette) {
        Comparison comparison = outcome.comparison();
        List<String> lines = new ArrayList<>();
        lines.add(palette.bold(palette.red("Damaged.")) + " "
                + number(comparison.wrong().size()) + " of "
                + number(comparison.cells()) + " sums differ from the truth"
                + (comparison.wrong().isEmpty() ? "." : ", the first of them:"));
        for (WrongCell wrong : comparison
                .wrong()
                .subList(0, Math.min(SHOWN_WRONG_CELLS, comparison.wrong().size()))) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %s  %-24s %d orders, the table says %d",
                    wrong.cell().minute(),
                    wrong.cell().product(),
                    wrong.truth().orders(),
                    wrong.found().orders()));
        }
        if (outcome.timeline().retreats() > 0) {
            lines.add("A reader saw the table go back " + outcome.timeline().retreats() + " times.");
        }
        if (outcome.options().breakage() != Breakage.NONE) {
            lines.add(
                    "That is as it should be: --break " + outcome.options().breakage() + " broke the sink on purpose.");
        }
        return lines;
    }

    private static String damage(String what, long orders, Palette palette) {
        String row = row(what, number(orders));
        return orders == 0 ? palette.green(row) : palette.red(row);
    }

    private static String row(String what, String value) {
        return String.format(Locale.ROOT, "%-20s %14s", what, value);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
