package dev.weir.cli.verify;

import dev.weir.cli.terminal.Console;
import dev.weir.cli.terminal.Palette;
import dev.weir.consistency.checker.WitnessDrawing;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.history.Witness;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.MutantResult;
import dev.weir.consistency.suite.SuiteResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a verification found, in some lines for the terminal: the worst first, with its witness. */
final class Summary {
    private static final int SHOWN_CASES = 5;
    private static final int INDENT = 4;

    private final SuiteResult result;
    private final Palette palette;
    private final List<String> lines = new ArrayList<>();

    private Summary(SuiteResult result, Palette palette) {
        this.result = result;
        this.palette = palette;
    }

    static List<String> of(SuiteResult result, Palette palette) {
        Summary summary = new Summary(result, palette);
        summary.write();
        return summary.lines;
    }

    private void write() {
        List<CaseResult> found = result.cases().stream()
                .filter(tried -> tried.verdict() != Verdict.PASS)
                .sorted(Comparator.comparing(CaseResult::verdict).reversed())
                .toList();
        long runs = result.cases().stream().mapToLong(CaseResult::runs).sum();
        lines.add(VerdictStyle.of(result.verdict()).words(palette)
                + String.format(
                        Locale.ROOT,
                        "  %s: %,d of %,d cases passed, %,d runs, %d min %02d s",
                        LiveProgress.oneLine(result.title()),
                        result.cases().size() - found.size(),
                        result.cases().size(),
                        runs,
                        result.duration().toMinutes(),
                        result.duration().toSecondsPart()));
        found.stream().limit(SHOWN_CASES).forEach(this::describe);
        if (found.size() > SHOWN_CASES) {
            lines.add("");
            lines.add("And %,d more, in the report.".formatted(found.size() - SHOWN_CASES));
        }
        mutants();
    }

    private void describe(CaseResult tried) {
        VerdictStyle style = VerdictStyle.of(tried.verdict());
        lines.add("");
        lines.add(style.sign(palette) + " " + style.words(palette) + "  " + LiveProgress.oneLine(tried.name()));
        lines.add("  " + LiveProgress.oneLine(tried.reason()));
        if (!tried.violations().isEmpty()) {
            describe(tried.violations().get(0));
        }
        if (tried.violations().size() > 1) {
            lines.add("  And %,d more of this case, in the report."
                    .formatted(tried.violations().size() - 1));
        }
        if (!tried.reproduce().isEmpty()) {
            lines.add("  Again: " + LiveProgress.oneLine(tried.reproduce()));
        }
    }

    private void describe(Violation violation) {
        lines.add("");
        lines.add("  "
                + palette.bold(
                        violation.anomaly().name().toLowerCase(Locale.ROOT).replace('_', ' ')) + ": "
                + LiveProgress.oneLine(violation.what()));
        lines.add("");
        WitnessDrawing.of(plain(violation.witness()), Console.WIDTH - INDENT)
                .lines()
                .forEach(line -> lines.add("  " + line));
        lines.add("");
    }

    private static Witness plain(Witness witness) {
        return new Witness(witness.steps().stream()
                .map(step -> new Witness.Step(
                        step.nanos(), LiveProgress.oneLine(step.lane()), LiveProgress.oneLine(step.text())))
                .toList());
    }

    private void mutants() {
        if (result.mutants().isEmpty()) {
            return;
        }
        long killed = result.mutants().stream().filter(MutantResult::killed).count();
        lines.add("");
        lines.add("Mutants killed: %d/%d".formatted(killed, result.mutants().size()));
    }
}
