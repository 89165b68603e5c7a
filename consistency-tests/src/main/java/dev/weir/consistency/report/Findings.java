package dev.weir.consistency.report;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.suite.CaseResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The cases that did not pass, worst first, with their witnesses and how to see them again. */
final class Findings {
    private static final int MOST_CASES = 30;
    private static final int MOST_WITNESSES = 3;

    private Findings() {}

    /** Empty if everything passed. */
    static String html(List<CaseResult> cases) {
        List<CaseResult> found = cases.stream()
                .filter(result -> result.verdict() != Verdict.PASS)
                .sorted(Comparator.comparing(CaseResult::verdict).reversed())
                .toList();
        if (found.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section>\n<h2>What was found</h2>\n");
        found.stream().limit(MOST_CASES).forEach(result -> html.append(finding(result)));
        if (found.size() > MOST_CASES) {
            html.append("<p class=\"note\">And %s more, in the list of all cases.</p>\n"
                    .formatted(Html.number(found.size() - MOST_CASES)));
        }
        return html.append("</section>\n").toString();
    }

    private static String finding(CaseResult result) {
        StringBuilder html = new StringBuilder("<article>\n<h3>%s %s</h3>\n<p class=\"where\">%s, %s</p>\n<p>%s</p>\n"
                .formatted(
                        Mark.of(result.verdict()).badge(),
                        Html.escape(result.name()),
                        Html.escape(result.subject()),
                        EngineWords.of(result.engine()).toLowerCase(Locale.ROOT),
                        Html.escape(result.reason())));
        for (int i = 0; i < result.violations().size(); i++) {
            html.append(violation(result.violations().get(i), i < MOST_WITNESSES));
        }
        if (!result.reproduce().isEmpty()) {
            html.append("<p class=\"again\">Again: %s</p>\n".formatted(copied(result.reproduce())));
        }
        return html.append("</article>\n").toString();
    }

    private static String violation(Violation violation, boolean drawn) {
        return "<h4>%s <small>%s</small></h4>\n<p>%s</p>\n%s"
                .formatted(
                        words(violation.anomaly()),
                        Html.escape(violation.anomaly().meaning()),
                        Html.escape(violation.what()),
                        drawn ? WitnessLanes.svg(violation.witness()) : "");
    }

    private static String words(Anomaly anomaly) {
        String words = anomaly.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Something to type; the page's script puts a button beside it. */
    static String copied(String text) {
        return "<code class=\"copy\">%s</code>".formatted(Html.escape(text));
    }
}
