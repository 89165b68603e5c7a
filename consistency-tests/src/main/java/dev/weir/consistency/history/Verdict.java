package dev.weir.consistency.history;

/**
 * How a run ended, from harmless to worst. Verdicts are sticky: of several, the {@linkplain #and worst} stays.
 */
public enum Verdict {
    /** Everything promised was kept, and the faults that were to happen did. */
    PASS,
    /** Nothing was found, and nothing is proven: the fault never fired, or a label was never reached. */
    INCONCLUSIVE,
    /** The job stopped and said why, with the data intact; allowed only where the environment broke the declared contract. */
    LOUD_FAIL,
    /** No end within the bound, or something hung. */
    STUCK,
    /** A promise was broken. */
    VIOLATION;

    /** The worse of two. */
    public Verdict and(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
