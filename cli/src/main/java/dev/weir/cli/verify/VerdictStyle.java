package dev.weir.cli.verify;

import dev.weir.cli.terminal.Palette;
import dev.weir.consistency.history.Verdict;
import java.util.Locale;

/** How a verdict looks on a terminal and what it is to a script. */
enum VerdictStyle {
    PASS(Verdict.PASS, 0),
    VIOLATION(Verdict.VIOLATION, 1),
    STUCK(Verdict.STUCK, 4),
    LOUD_FAIL(Verdict.LOUD_FAIL, 5),
    INCONCLUSIVE(Verdict.INCONCLUSIVE, 6);

    private final Verdict verdict;
    private final int exitCode;

    VerdictStyle(Verdict verdict, int exitCode) {
        this.verdict = verdict;
        this.exitCode = exitCode;
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
        String words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return palette.bold(
                switch (this) {
                    case PASS -> palette.green(words);
                    case VIOLATION, STUCK -> palette.red(words);
                    case LOUD_FAIL, INCONCLUSIVE -> palette.yellow(words);
                });
    }
}
