package dev.weir.cli.demo;

import dev.weir.cli.demo.Comparison.WrongCell;
import dev.weir.consistency.report.Html;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sections of the report about one destination: what is wrong in it, and how it compares with the truth. */
final class FindingSections {

    private static final int SHOWN_WRONG_CELLS = 20;

    private final Destination destination;
    private final Comparison comparison;

    private FindingSections(Finding finding) {
        this.destination = finding.destination();
        this.comparison = finding.comparison();
    }

    static String html(Outcome outcome) {
        List<FindingSections> all =
                outcome.findings().stream().map(FindingSections::new).toList();
        return all.stream().map(FindingSections::wrongCells).collect(Collectors.joining())
                + all.stream().map(FindingSections::comparison).collect(Collectors.joining());
    }

    private String comparison() {
        return """
                <section>
                <h2>The %s against the truth</h2>
                <div class="scroll"><table>
                <tr><th></th><th>truth</th><th>%s in %s</th><th>difference</th></tr>
                %s</table></div>
                </section>

                """.formatted(destination, destination, destination.product(), comparisonRows());
    }

    private String comparisonRows() {
        Sums truth = comparison.truth();
        Sums found = comparison.found();
        return row(
                        "Orders",
                        Html.number(truth.orders()),
                        Html.number(found.orders()),
                        found.orders() - truth.orders(),
                        "")
                + row("Revenue", money(truth.cents()), money(found.cents()), found.cents() - truth.cents(), "")
                + row(
                        "Sums, one for each product and minute",
                        Html.number(comparison.cells()),
                        Html.number(comparison.cells() - comparison.wrong().size()) + " equal",
                        comparison.wrong().size(),
                        " differ");
    }

    private static String row(String name, String truth, String found, long difference, String unit) {
        return "<tr><td>%s</td><td>%s</td><td>%s</td><td class=\"%s\">%s</td></tr>\n"
                .formatted(
                        name,
                        truth,
                        found,
                        difference == 0 ? "equal" : "differs",
                        difference == 0 ? "none" : Html.number(difference) + unit);
    }

    private String wrongCells() {
        if (comparison.wrong().isEmpty()) {
            return "";
        }
        List<WrongCell> shown = comparison
                .wrong()
                .subList(0, Math.min(SHOWN_WRONG_CELLS, comparison.wrong().size()));
        String rows = shown.stream()
                .map(wrong -> "<tr><td>%s</td><td>%s</td><td>%s</td><td class=\"differs\">%s</td></tr>\n"
                        .formatted(
                                Html.escape(wrong.cell().minute() + " "
                                        + wrong.cell().product()),
                                Html.number(wrong.truth().orders()),
                                Html.number(wrong.found().orders()),
                                Html.number(
                                        wrong.found().orders() - wrong.truth().orders())))
                .collect(Collectors.joining());
        return """
                <section>
                <h2>The damage: %s wrong sums in the %s%s</h2>
                <div class="scroll"><table>
                <tr><th>minute and product</th><th>orders in truth</th><th>in the %s</th><th>difference</th></tr>
                %s</table></div>
                </section>

                """.formatted(
                        Html.number(comparison.wrong().size()),
                        destination,
                        shown.size() < comparison.wrong().size() ? ", the first " + shown.size() : "",
                        destination,
                        rows);
    }

    /** Cents as whole units with two decimals. */
    private static String money(long cents) {
        return String.format(
                Locale.ROOT, "%s%,d.%02d", cents < 0 ? "-" : "", Math.abs(cents) / 100, Math.abs(cents) % 100);
    }
}
