package dev.weir.cli.demo;

import dev.weir.cli.demo.Comparison.WrongCell;
import dev.weir.cli.terminal.Palette;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The outcome in some lines for the terminal. */
final class Summary {

    private static final int SHOWN_WRONG_CELLS = 5;

    private final Outcome outcome;
    private final Palette palette;

    private Summary(Outcome outcome, Palette palette) {
        this.outcome = outcome;
        this.palette = palette;
    }

    static List<String> of(Outcome outcome, Palette palette) {
        return new Summary(outcome, palette).lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (outcome.findings().size() > 1) {
            lines.add(row(
                    "",
                    outcome.findings().stream()
                            .map(finding -> finding.destination().toString())
                            .toList()));
        }
        lines.add(row("orders in", List.of(number(outcome.truth().orders()))));
        lines.add(row(
                "orders counted", each(finding -> finding.comparison().found().orders())));
        lines.add(damage("lost", finding -> finding.comparison().lost()));
        lines.add(damage("doubled", finding -> finding.comparison().doubled()));
        if (outcome.findings().stream().anyMatch(finding -> finding.sighted().judged() > 0)) {
            lines.add(damage("early", finding -> finding.sighted().early()));
        }
        lines.add(row("restarts", List.of(number(outcome.kills(Victim.JOB)))));
        lines.add(row(
                "median recovery",
                List.of(number(outcome.medianRecovery(Victim.JOB).toMillis()) + " ms")));
        outcome.story().figures(outcome).forEach((name, value) -> lines.add(row(name, List.of(value))));
        lines.add("");
        lines.addAll(outcome.isProven() ? proven() : damaged());
        return lines;
    }

    private List<String> proven() {
        String places = outcome.findings().stream()
                .map(finding -> finding.destination().product())
                .collect(Collectors.joining(" and in "));
        return List.of(palette.bold(palette.green("Exactly once.")) + " All " + number(outcome.cells()) + " sums in "
                + places + " equal the truth, to the cent.");
    }

    private List<String> damaged() {
        List<String> lines = new ArrayList<>();
        for (Finding finding : outcome.findings()) {
            if (!finding.isSound()) {
                addDamage(finding, lines);
            }
        }
        if (!outcome.leftovers().isEmpty()) {
            lines.add(palette.bold(palette.red("Damaged.")) + " The job left behind:");
            outcome.leftovers().forEach(leftover -> lines.add("  " + leftover));
        }
        if (outcome.options().breakage() != Breakage.NONE) {
            lines.add(
                    "That is as it should be: --break " + outcome.options().breakage() + " broke the sink on purpose.");
        }
        return lines;
    }

    private void addDamage(Finding finding, List<String> lines) {
        Comparison comparison = finding.comparison();
        lines.add(palette.bold(palette.red("Damaged.")) + " "
                + number(comparison.wrong().size()) + " of "
                + number(comparison.cells()) + " sums in "
                + finding.destination().product() + " differ from the truth"
                + (comparison.wrong().isEmpty() ? "." : ", the first of them:"));
        for (WrongCell wrong : comparison
                .wrong()
                .subList(0, Math.min(SHOWN_WRONG_CELLS, comparison.wrong().size()))) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %s  %-24s %d orders, the %s says %d",
                    wrong.cell().minute(),
                    wrong.cell().product(),
                    wrong.truth().orders(),
                    finding.destination(),
                    wrong.found().orders()));
        }
        finding.sighted()
                .complaints("the " + finding.destination())
                .forEach(complaint -> lines.add("A reader saw: " + complaint + "."));
    }

    private List<String> each(ToLongFunction<Finding> value) {
        return outcome.findings().stream()
                .map(finding -> number(value.applyAsLong(finding)))
                .toList();
    }

    private String damage(String what, ToLongFunction<Finding> orders) {
        String row = row(what, each(orders));
        return outcome.findings().stream().allMatch(finding -> orders.applyAsLong(finding) == 0)
                ? palette.green(row)
                : palette.red(row);
    }

    private static String row(String what, List<String> values) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-20s", what));
        values.forEach(value -> row.append(String.format(Locale.ROOT, " %14s", value)));
        return row.toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
