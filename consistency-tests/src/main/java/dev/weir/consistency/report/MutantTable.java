package dev.weir.consistency.report;

import dev.weir.consistency.suite.Engine;
import dev.weir.consistency.suite.MutantResult;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which engine noticed which mutant; those that nobody noticed first. */
final class MutantTable {
    private MutantTable() {}

    static String html(List<MutantResult> mutants) {
        List<Engine> engines = Arrays.stream(Engine.values())
                .filter(engine ->
                        mutants.stream().anyMatch(mutant -> mutant.triedBy().contains(engine)))
                .toList();
        StringBuilder html =
                new StringBuilder("<div class=\"scroll\"><table class=\"mutants\">\n<thead><tr><th>mutant</th>");
        engines.forEach(engine -> html.append("<th scope=\"col\">%s</th>".formatted(EngineWords.of(engine))));
        html.append("<th>the bug</th></tr></thead>\n<tbody>\n");
        mutants.stream()
                .sorted(Comparator.comparing(MutantResult::killed))
                .forEach(mutant -> html.append(row(mutant, engines)));
        return html.append("</tbody></table></div>\n")
                .append(
                        "<p class=\"note\"><b>●</b> found a violation, <b>○</b> ran it and found none, · did not run it,"
                                + " <b>=</b> proven to behave like the original</p>\n")
                .toString();
    }

    private static String row(MutantResult mutant, List<Engine> engines) {
        StringBuilder html = new StringBuilder("<tr%s><th scope=\"row\">%s</th>"
                .formatted(mutant.killed() ? "" : " class=\"survivor\"", Html.escape(mutant.name())));
        for (Engine engine : engines) {
            html.append(cell(mutant, engine));
        }
        html.append("<td>").append(Html.escape(mutant.description()));
        if (!mutant.issue().isEmpty()) {
            html.append(" <span class=\"issue\">")
                    .append(IssueLink.of(mutant.issue()))
                    .append("</span>");
        }
        if (!mutant.equivalence().isEmpty()) {
            html.append(" <em>Equivalent: ")
                    .append(Html.escape(mutant.equivalence()))
                    .append("</em>");
        }
        return html.append("</td></tr>\n").toString();
    }

    private static String cell(MutantResult mutant, Engine engine) {
        if (mutant.killedBy().contains(engine)) {
            return "<td class=\"killed\" title=\"found a violation\">●</td>";
        }
        if (!mutant.triedBy().contains(engine)) {
            return "<td class=\"none\" title=\"did not run it\">·</td>";
        }
        return mutant.equivalence().isEmpty()
                ? "<td class=\"missed\" title=\"found no violation\">○</td>"
                : "<td class=\"none\" title=\"proven to behave like the original\">=</td>";
    }
}
