package dev.weir.consistency.report;

import dev.weir.consistency.history.Verdict;

/** How a verdict is shown: never by colour alone. */
enum Mark {
    PASS(Verdict.PASS, "✓", "pass", "every promise was kept, and the faults that were to happen did"),
    INCONCLUSIVE(
            Verdict.INCONCLUSIVE,
            "?",
            "inconclusive",
            "nothing was found and nothing is proven: what was to happen did not"),
    LOUD_FAIL(Verdict.LOUD_FAIL, "!", "loud fail", "the job stopped and said why; the data is intact"),
    STUCK(Verdict.STUCK, "∞", "stuck", "no end within the bound, or something hung"),
    VIOLATION(Verdict.VIOLATION, "✗", "violation", "a promise was broken");

    private final Verdict verdict;
    private final String sign;
    private final String words;
    private final String meaning;

    Mark(Verdict verdict, String sign, String words, String meaning) {
        this.verdict = verdict;
        this.sign = sign;
        this.words = words;
        this.meaning = meaning;
    }

    static Mark of(Verdict verdict) {
        for (Mark mark : values()) {
            if (mark.verdict == verdict) {
                return mark;
            }
        }
        throw new IllegalArgumentException("Cannot show verdict " + verdict + ": it has no mark; add one");
    }

    String sign() {
        return sign;
    }

    String words() {
        return words;
    }

    String meaning() {
        return meaning;
    }

    /** The CSS class that colours it. */
    String style() {
        return "v" + ordinal();
    }

    /** Sign and words on its colour. */
    String badge() {
        return "<span class=\"badge %s\">%s %s</span>".formatted(style(), sign, words);
    }
}
