package dev.weir.cli.demo;

import dev.weir.StreamEnvironment;
import dev.weir.cli.demo.Comparison.WrongCell;
import dev.weir.consistency.report.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The outcome as one HTML file that needs nothing else. Its frame and style are in {@code report.html}. */
final class HtmlReport {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final int SHOWN_WRONG_CELLS = 20;

    private final Outcome outcome;
    private final Comparison comparison;
    private final List<Kill> kills;

    private HtmlReport(Outcome outcome) {
        this.outcome = outcome;
        this.comparison = outcome.comparison();
        this.kills = outcome.timeline().kills();
    }

    static String of(Outcome outcome) {
        Map<String, String> content = new HtmlReport(outcome).content();
        return PLACE.matcher(frame())
                .replaceAll(place ->
                        Matcher.quoteReplacement(Objects.requireNonNull(content.get(place.group(1)), place.group())));
    }

    private static String frame() {
        try (InputStream frame = Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.html"))) {
            return new String(frame.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> content() {
        Map<String, String> content = new LinkedHashMap<>();
        content.put("verdict", outcome.isProven() ? "proven" : "damaged");
        content.put("badge", outcome.isProven() ? "Exactly once" : "Damaged");
        content.put("title", Html.escape(title()));
        content.put("finished", TIME.format(outcome.finished()));
        content.put("lead", lead());
        content.put("tiles", tiles());
        content.put("charts", Charts.html(outcome));
        content.put("comparison", comparisonRows());
        content.put("wrong", wrongCells());
        content.put("kills", killTable());
        content.put("remarks", remarks());
        content.put("facts", facts());
        return content;
    }

    private String title() {
        String killed = kills.isEmpty() ? "Never killed." : "Killed " + times(kills.size()) + ".";
        return outcome.isProven() ? killed + " Nothing lost, nothing doubled." : killed + " " + damage();
    }

    private String damage() {
        if (comparison.lost() > 0 && comparison.doubled() > 0) {
            return Html.number(comparison.lost()) + " orders lost, " + Html.number(comparison.doubled()) + " doubled.";
        }
        if (comparison.lost() > 0) {
            return Html.number(comparison.lost()) + " orders lost.";
        }
        if (comparison.doubled() > 0) {
            return Html.number(comparison.doubled()) + " orders doubled.";
        }
        return comparison.isExact() ? "The table went back." : "The revenue is wrong.";
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private String lead() {
        StringBuilder lead = new StringBuilder();
        Breakage breakage = outcome.options().breakage();
        if (breakage != Breakage.NONE) {
            lead.append("<p class=\"note\">The sink was broken on purpose by <code>--break ")
                    .append(breakage)
                    .append(
                            "</code>, and the kills were aimed at the break. This damage is what the demo has to find.</p>\n");
        }
        lead.append(
                "<p>%s orders went from CSV files through a Weir job into PostgreSQL, as revenue per product and minute. "
                        .formatted(Html.number(comparison.truth().orders())));
        lead.append("The job&#39;s process was ended by SIGKILL %s at random moments and started again each time. "
                .formatted(times(kills.size())));
        lead.append("Then the table was compared with the truth, counted from the same files without Weir: "
                + (comparison.isExact()
                        ? "all %s sums are equal, to the cent.</p>".formatted(Html.number(comparison.cells()))
                        : "%s of %s sums differ.</p>"
                                .formatted(Html.number(comparison.wrong().size()), Html.number(comparison.cells()))));
        return lead.toString();
    }

    private String tiles() {
        return tile("", "Orders in", Html.number(comparison.truth().orders()))
                + tile("", "Orders counted", Html.number(comparison.found().orders()))
                + tile(comparison.lost() == 0 ? "good" : "bad", "Lost", Html.number(comparison.lost()))
                + tile(comparison.doubled() == 0 ? "good" : "bad", "Doubled", Html.number(comparison.doubled()))
                + tile("", "Restarts", Integer.toString(kills.size()))
                + tile(
                        "",
                        "Median recovery",
                        Html.number(outcome.medianRecovery().toMillis()) + " ms");
    }

    private static String tile(String style, String name, String value) {
        return "<div class=\"tile %s\"><span>%s</span><b>%s</b></div>\n".formatted(style, name, value);
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
                <h2>The damage: %s wrong sums%s</h2>
                <div class="scroll"><table>
                <tr><th>minute and product</th><th>orders in truth</th><th>in the table</th><th>difference</th></tr>
                %s</table></div>
                </section>

                """.formatted(
                        Html.number(comparison.wrong().size()),
                        shown.size() < comparison.wrong().size() ? ", the first " + shown.size() : "",
                        rows);
    }

    private String killTable() {
        if (kills.isEmpty()) {
            return "";
        }
        String rows = kills.stream()
                .map(kill ->
                        "<tr><td><i class=\"k\">%d</i></td><td>%s s</td><td>%s</td><td>%s ms</td><td>%s ms</td></tr>\n"
                                .formatted(
                                        kill.number(),
                                        Html.decimal(kill.millis() / 1000.0),
                                        Html.number(kill.records()),
                                        Html.number(kill.checkpointAgeMillis()),
                                        Html.number(kill.recovery().toMillis())))
                .collect(Collectors.joining());
        return """
                <section>
                <h2>The kills</h2>
                <div class="scroll"><table>
                <tr><th></th><th>when</th><th>records read by this process</th><th>last checkpoint was</th>\
                <th>reading again after</th></tr>
                %s</table></div>
                </section>

                """.formatted(rows);
    }

    private String remarks() {
        return "<li>The job does not overwrite rows, it adds to them (<code>orders = revenue.orders + EXCLUDED.orders</code>)."
                + " Whatever is written twice stands in the table twice, and whatever is left out is missing.</li>\n"
                + "<li>SIGKILL gives a process no chance to write anything more. What was not in a checkpoint is read again"
                + " from the files; what was in one is asked of the ledger in PostgreSQL, which is written in the same"
                + " transaction as the rows.</li>\n"
                + "<li>While the job was killed, a reader looked at the table %s times: %s</li>\n"
                        .formatted(
                                Html.number(outcome.timeline().looks().size()),
                                outcome.timeline().retreats() == 0
                                        ? "it never went back."
                                        : "it went back " + outcome.timeline().retreats() + " times.")
                + "<li>Recovery is the time from SIGKILL to the first record that the next process reads; most of it is the"
                + " start of a Java virtual machine.</li>\n"
                + "<li>Here only the job&#39;s process is killed. PostgreSQL, the disk and the network stay healthy.</li>";
    }

    private String facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Command", "<code>" + Html.escape(outcome.options().command()) + "</code>");
        facts.put(
                "Seed",
                outcome.options().seed() + ": gives the same orders and the same plan of kills; the machine&#39;s speed"
                        + " decides the rest");
        facts.put(
                "Orders",
                "%s lines, %s MB, out of order by up to 30 seconds"
                        .formatted(
                                Html.number(comparison.truth().orders()),
                                Html.number(outcome.orderBytes() / 1_000_000)));
        facts.put(
                "Job",
                "parallelism %d, a checkpoint every %d ms, delivery by write-ahead log; a process has %s"
                        .formatted(
                                DemoJob.PARALLELISM,
                                DemoJob.CHECKPOINT_INTERVAL.toMillis(),
                                String.join(" ", JobLauncher.JVM_ARGUMENTS)));
        facts.put(
                "Took",
                Html.decimal(outcome.took().toMillis() / 1000.0)
                        + " s, of which the job %s s"
                                .formatted(Html.decimal(outcome.timeline().endMillis() / 1000.0)));
        facts.put(
                "Weir",
                Html.escape(Objects.requireNonNullElse(
                        StreamEnvironment.class.getPackage().getImplementationVersion(), "(development)")));
        facts.put("PostgreSQL", Html.escape(outcome.postgres()) + ", with fsync");
        facts.put("Java", Html.escape(Runtime.version() + " (" + System.getProperty("java.vendor") + ")"));
        facts.put(
                "Machine",
                Html.escape("%s %s, %d processors"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors())));
        return facts.entrySet().stream()
                .map(fact -> "<dt>%s</dt><dd>%s</dd>".formatted(fact.getKey(), fact.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** Cents as whole units with two decimals. */
    private static String money(long cents) {
        return String.format(
                Locale.ROOT, "%s%,d.%02d", cents < 0 ? "-" : "", Math.abs(cents) / 100, Math.abs(cents) % 100);
    }
}
