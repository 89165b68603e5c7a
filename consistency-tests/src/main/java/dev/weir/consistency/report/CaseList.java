package dev.weir.consistency.report;

import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import java.time.Duration;
import java.util.List;

/** Every case with its time and its seed, and what each engine took. */
final class CaseList {
    /** Longer lists are folded. */
    private static final int UNFOLDED = 40;

    private CaseList() {}

    static String engines(List<CaseResult> cases) {
        StringBuilder html = new StringBuilder("""
                <div class="scroll"><table class="numbers">
                <thead><tr><th></th><th>cases</th><th>runs</th><th>time</th><th>runs/s</th></tr></thead>
                <tbody>
                """);
        for (Engine engine : Engine.values()) {
            List<CaseResult> own =
                    cases.stream().filter(result -> result.engine() == engine).toList();
            if (!own.isEmpty()) {
                html.append(total(engine, own));
            }
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String total(Engine engine, List<CaseResult> cases) {
        long runs = cases.stream().mapToLong(CaseResult::runs).sum();
        Duration time = cases.stream().map(CaseResult::duration).reduce(Duration.ZERO, Duration::plus);
        return "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                .formatted(
                        EngineWords.of(engine),
                        Html.number(cases.size()),
                        Html.number(runs),
                        Lapse.of(time),
                        time.isZero() ? "" : Html.decimal(Math.round(runs * 1e10 / time.toNanos()) / 10.0));
    }

    static String html(List<CaseResult> cases) {
        StringBuilder html =
                new StringBuilder("<details%s>\n<summary>All %s cases, with their seeds and plans</summary>\n"
                        .formatted(cases.size() <= UNFOLDED ? " open=\"open\"" : "", Html.number(cases.size())));
        html.append("""
                <div class="scroll"><table class="cases">
                <thead><tr><th></th><th>case</th><th>runs</th><th>time</th><th>why, and how to see it again</th></tr></thead>
                <tbody>
                """);
        cases.forEach(result -> html.append(row(result)));
        return html.append("</tbody></table></div>\n</details>\n").toString();
    }

    private static String row(CaseResult result) {
        Mark mark = Mark.of(result.verdict());
        return "<tr><td class=\"%s\" title=\"%s\">%s</td><td>%s<br/><small>%s, %s</small></td><td>%s</td><td>%s</td><td>%s%s</td></tr>\n"
                .formatted(
                        mark.style(),
                        mark.words(),
                        mark.sign(),
                        Html.escape(result.name()),
                        EngineWords.of(result.engine()),
                        Html.escape(result.subject()),
                        Html.number(result.runs()),
                        Lapse.of(result.duration()),
                        Html.escape(result.reason()),
                        result.reproduce().isEmpty() ? "" : "<br/>" + Findings.copied(result.reproduce()));
    }
}
