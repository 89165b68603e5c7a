package dev.weir.cli.demo;

import dev.weir.StreamEnvironment;
import dev.weir.consistency.report.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
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

    private final Outcome outcome;

    private HtmlReport(Outcome outcome) {
        this.outcome = outcome;
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
        content.put("findings", FindingSections.html(outcome));
        content.put("kills", KillSection.html(outcome));
        content.put(
                "remarks",
                outcome.story().remarks(outcome).stream()
                        .map(remark -> "<li>" + remark + "</li>")
                        .collect(Collectors.joining("\n")));
        content.put("facts", facts());
        return content;
    }

    private String title() {
        Toll toll = outcome.toll();
        String killed = toll.total() == 0 ? "Never killed." : "Killed " + toll.words() + ".";
        return outcome.isProven() ? killed + " Nothing lost, nothing doubled." : killed + " " + damage();
    }

    private String damage() {
        if (outcome.lost() > 0 && outcome.doubled() > 0) {
            return Html.number(outcome.lost()) + " orders lost, " + Html.number(outcome.doubled()) + " doubled.";
        }
        if (outcome.lost() > 0) {
            return Html.number(outcome.lost()) + " orders lost.";
        }
        if (outcome.doubled() > 0) {
            return Html.number(outcome.doubled()) + " orders doubled.";
        }
        for (Finding finding : outcome.findings()) {
            if (finding.sighted().retreats() > 0) {
                return "The " + finding.destination() + " went back.";
            }
            if (finding.sighted().early() > 0) {
                return "Results were seen too early.";
            }
        }
        return outcome.findings().stream().allMatch(Finding::isSound)
                ? "The job left something behind."
                : "The results are wrong.";
    }

    private String lead() {
        StringBuilder lead = new StringBuilder();
        Breakage breakage = outcome.options().breakage();
        if (breakage != Breakage.NONE) {
            lead.append("<p class=\"note\">The sink was broken on purpose by <code>--break ")
                    .append(breakage)
                    .append("</code>, and the kills were aimed at the break. This damage is what the demo has to find."
                            + "</p>\n");
        }
        lead.append("<p>").append(outcome.story().way(outcome));
        lead.append(" The job&#39;s process was ended by SIGKILL ")
                .append(Html.escape(outcome.toll().words()))
                .append(" at random moments and started again each time. Then the ")
                .append(outcome.findings().stream()
                        .map(finding -> finding.destination().toString())
                        .collect(Collectors.joining(" and the ")))
                .append(outcome.findings().size() == 1 ? " was" : " were")
                .append(" compared with the truth, counted from %s without Weir: "
                        .formatted(outcome.story().witness()));
        lead.append(outcome.findings().stream()
                .map(Finding::comparison)
                .map(comparison -> comparison.isExact()
                        ? "all %s sums are equal, to the cent".formatted(Html.number(comparison.cells()))
                        : "%s of %s sums differ"
                                .formatted(Html.number(comparison.wrong().size()), Html.number(comparison.cells())))
                .distinct()
                .collect(Collectors.joining("; ")));
        lead.append(".</p>");
        outcome.leftovers()
                .forEach(leftover -> lead.append("\n<p class=\"note\">")
                        .append(Html.escape(leftover))
                        .append("</p>"));
        return lead.toString();
    }

    private String tiles() {
        StringBuilder tiles = new StringBuilder(
                tile("", "Orders in", Html.number(outcome.truth().orders())));
        for (Finding finding : outcome.findings()) {
            tiles.append(tile(
                    "",
                    outcome.findings().size() == 1 ? "Orders counted" : "Counted in the " + finding.destination(),
                    Html.number(finding.comparison().found().orders())));
        }
        tiles.append(tile(outcome.lost() == 0 ? "good" : "bad", "Lost", Html.number(outcome.lost())));
        tiles.append(tile(outcome.doubled() == 0 ? "good" : "bad", "Doubled", Html.number(outcome.doubled())));
        if (outcome.findings().stream().anyMatch(finding -> finding.sighted().judged() > 0)) {
            long early = outcome.findings().stream()
                    .mapToLong(finding -> finding.sighted().early())
                    .sum();
            tiles.append(tile(early == 0 ? "good" : "bad", "Early", Html.number(early)));
        }
        tiles.append(tile("", "Restarts", Integer.toString(outcome.kills(Victim.JOB))));
        tiles.append(tile(
                "",
                "Median recovery",
                Html.number(outcome.medianRecovery(Victim.JOB).toMillis()) + " ms"));
        outcome.story().figures(outcome).forEach((name, value) -> tiles.append(tile("", name, Html.escape(value))));
        return tiles.toString();
    }

    private static String tile(String style, String name, String value) {
        return "<div class=\"tile %s\"><span>%s</span><b>%s</b></div>\n".formatted(style, name, value);
    }

    private String facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Command", "<code>" + Html.escape(outcome.options().command()) + "</code>");
        facts.put(
                "Seed",
                outcome.options().seed() + ": gives the same orders and the same plan of kills; the machine&#39;s speed"
                        + " decides the rest");
        facts.putAll(outcome.story().facts(outcome));
        facts.put(
                "Took",
                Html.decimal(outcome.took().toMillis() / 1000.0)
                        + " s, of which the job %s s"
                                .formatted(Html.decimal(outcome.timeline().endMillis() / 1000.0)));
        facts.put(
                "Weir",
                Html.escape(Objects.requireNonNullElse(
                        StreamEnvironment.class.getPackage().getImplementationVersion(), "(development)")));
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
}
