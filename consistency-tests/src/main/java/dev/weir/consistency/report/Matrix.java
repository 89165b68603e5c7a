package dev.weir.consistency.report;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What was tried, engine by engine, against each sink and strategy: one coloured sign for each pair. */
final class Matrix {
    /** With more columns than this their names stand upright. */
    private static final int LYING_COLUMNS = 3;

    private final List<CaseResult> cases;
    private final Set<String> subjects;

    private Matrix(List<CaseResult> cases) {
        this.cases = cases;
        this.subjects = cases.stream().map(CaseResult::subject).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static String html(List<CaseResult> cases) {
        return cases.isEmpty() ? "<p>Nothing was tried.</p>" : new Matrix(cases).html();
    }

    private String html() {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"matrix%s\">\n<thead><tr><th></th>"
                .formatted(subjects.size() > LYING_COLUMNS ? " upright" : ""));
        subjects.forEach(
                subject -> html.append("<th scope=\"col\"><span>%s</span></th>".formatted(Html.escape(subject))));
        html.append("</tr></thead>\n");
        for (Engine engine : Engine.values()) {
            List<CaseResult> ofEngine =
                    cases.stream().filter(result -> result.engine() == engine).toList();
            if (!ofEngine.isEmpty()) {
                html.append(group(engine, ofEngine));
            }
        }
        return html.append("</table></div>\n").append(legend()).toString();
    }

    private String group(Engine engine, List<CaseResult> ofEngine) {
        long passed = ofEngine.stream()
                .filter(result -> result.verdict() == Verdict.PASS)
                .count();
        StringBuilder html = new StringBuilder(
                "<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\">%s</th><td colspan=\"%d\">%s/%s</td></tr>\n"
                        .formatted(
                                EngineWords.of(engine),
                                subjects.size(),
                                Html.number(passed),
                                Html.number(ofEngine.size())));
        Map<String, Map<String, List<CaseResult>>> rows = ofEngine.stream()
                .collect(Collectors.groupingBy(
                        CaseResult::name,
                        LinkedHashMap::new,
                        Collectors.groupingBy(CaseResult::subject, Collectors.toList())));
        rows.forEach((name, bySubject) -> {
            html.append("<tr><th scope=\"row\">%s</th>".formatted(Html.escape(name)));
            for (String subject : subjects) {
                html.append(cell(bySubject.getOrDefault(subject, List.of())));
            }
            html.append("</tr>\n");
        });
        return html.append("</tbody>\n").toString();
    }

    private static String cell(Collection<CaseResult> results) {
        if (results.isEmpty()) {
            return "<td class=\"none\" title=\"not tried\">·</td>";
        }
        Verdict worst = results.stream().map(CaseResult::verdict).reduce(Verdict.PASS, Verdict::and);
        String reasons = results.stream()
                .filter(result -> result.verdict() == worst)
                .map(CaseResult::reason)
                .findFirst()
                .orElse("");
        Mark mark = Mark.of(worst);
        return "<td class=\"%s\" title=\"%s\">%s</td>"
                .formatted(mark.style(), Html.escape(mark.words() + ": " + reasons), mark.sign());
    }

    private static String legend() {
        StringBuilder html = new StringBuilder("<ul class=\"legend\">\n");
        for (Mark mark : Mark.values()) {
            html.append("<li>%s %s</li>\n".formatted(mark.badge(), mark.meaning()));
        }
        return html.append("<li><span class=\"badge none\">· not tried</span></li>\n</ul>\n")
                .toString();
    }
}
