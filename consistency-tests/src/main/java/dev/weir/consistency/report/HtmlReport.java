package dev.weir.consistency.report;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.MutantResult;
import dev.weir.consistency.suite.SuiteResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A run of the suite as one HTML file that needs nothing else: no network, no other file, no script to be read. It is well-formed
 * XML too. Its frame, style and script are in {@code report.html}.
 */
public final class HtmlReport {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SuiteResult result;
    private final Mark mark;

    private HtmlReport(SuiteResult result) {
        this.result = result;
        this.mark = Mark.of(result.verdict());
    }

    public static String of(SuiteResult result) {
        Map<String, String> content = new HtmlReport(result).content();
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
        content.put("style", mark.style());
        content.put("sign", mark.sign());
        content.put("badge", mark.words());
        content.put("title", Html.escape(result.title()));
        content.put("started", TIME.format(Instant.ofEpochMilli(result.startedMillis())));
        content.put("lead", lead());
        content.put("tiles", tiles());
        content.put("findings", Findings.html(result.cases()));
        content.put("matrix", Matrix.html(result.cases()));
        content.put("mutants", mutants());
        content.put("missing", notTested());
        content.put("engines", result.cases().isEmpty() ? "" : CaseList.engines(result.cases()));
        content.put("cases", result.cases().isEmpty() ? "" : CaseList.html(result.cases()));
        content.put("facts", facts());
        return content;
    }

    private String lead() {
        if (result.cases().isEmpty()) {
            return "<p>Nothing was tried, so nothing is proven.</p>";
        }
        long as = result.cases().stream()
                .filter(found -> found.verdict() == result.verdict())
                .count();
        return result.verdict() == Verdict.PASS
                ? "<p>In all %s cases %s.</p>".formatted(Html.number(as), mark.meaning())
                : "<p>In %s of %s cases: %s.</p>"
                        .formatted(Html.number(as), Html.number(result.cases().size()), mark.meaning());
    }

    private String tiles() {
        long passed = result.cases().stream()
                .filter(found -> found.verdict() == Verdict.PASS)
                .count();
        long runs = result.cases().stream().mapToLong(CaseResult::runs).sum();
        StringBuilder tiles = new StringBuilder();
        tiles.append(tile("Cases passed", share(passed, result.cases().size())));
        tiles.append(tile("Runs", Html.number(runs)));
        if (!result.mutants().isEmpty()) {
            long killed = result.mutants().stream().filter(MutantResult::killed).count();
            tiles.append(tile("Mutants killed", share(killed, result.mutants().size())));
        }
        tiles.append(tile("Took", Lapse.of(result.duration())));
        tiles.append(tile("Seed", Long.toString(result.seed())));
        return tiles.toString();
    }

    private static String share(long part, long of) {
        return Html.number(part) + "/" + Html.number(of);
    }

    private static String tile(String name, String value) {
        return "<div class=\"tile\"><span>%s</span><b>%s</b></div>\n".formatted(name, value);
    }

    private String mutants() {
        return result.mutants().isEmpty()
                ? ""
                : "<section>\n<h2>Who noticed the mutants</h2>\n<p>Sinks, strategies and runtimes that are broken on purpose:"
                        + " a suite that misses one proves nothing.</p>\n" + MutantTable.html(result.mutants())
                        + "</section>\n";
    }

    private String notTested() {
        return result.notTested().isEmpty()
                ? "<p>The run does not say.</p>"
                : result.notTested().stream()
                        .map(gap -> "<li>%s</li>\n".formatted(Html.escape(gap)))
                        .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
    }

    private String facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Seed", Findings.copied(Long.toString(result.seed())));
        facts.put("Began", TIME.format(Instant.ofEpochMilli(result.startedMillis())));
        facts.put("Took", Lapse.of(result.duration()));
        result.versions().forEach((what, version) -> facts.put(Html.escape(what), Html.escape(version)));
        return facts.entrySet().stream()
                .map(fact -> "<dt>%s</dt><dd>%s</dd>\n".formatted(fact.getKey(), fact.getValue()))
                .collect(Collectors.joining());
    }
}
