package dev.weir.cli.verify;

import dev.weir.cli.terminal.Palette;
import dev.weir.consistency.history.Verdict;
import java.util.Locale;
import java.util.function.BiFunction;

/** How a verdict looks on a terminal and what it is to a script. */
enum VerdictStyle {
    PASS(Verdict.PASS, 0, Palette::green),
    VIOLATION(Verdict.VIOLATION, 1, Palette::red),
    STUCK(Verdict.STUCK, 4, Palette::red),
    LOUD_FAIL(Verdict.LOUD_FAIL, 5, Palette::yellow),
    INCONCLUSIVE(Verdict.INCONCLUSIVE, 6, Palette::yellow);

    private final Verdict verdict;
    private final int exitCode;
    private final BiFunction<Palette, String, String> colour;

    VerdictStyle(Verdict verdict, int exitCode, BiFunction<Palette, String, String> colour) {
        this.verdict = verdict;
        this.exitCode = exitCode;
        this.colour = colour;
    }

    static VerdictStyle of(Verdict verdict) {
        for (VerdictStyle style : values()) {
            if (style.verdict == verdict) {
                return style;
            }
        }
        throw new IllegalArgumentException("Cannot show verdict " + verdict + ": it has no style; add one");
    }

    int exitCode() {
        return exitCode;
    }

    String sign(Palette palette) {
        return this == PASS ? palette.done() : palette.killed();
    }

    String words(Palette palette) {
        return palette.bold(
                colour.apply(palette, name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    }
}
