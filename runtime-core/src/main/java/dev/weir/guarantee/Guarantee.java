package dev.weir.guarantee;

/** How often a record's effect is at a destination when a job has failed and recovered; weakest first. */
public enum Guarantee {
    /** Once, or not at all. */
    AT_MOST_ONCE("at most once"),
    /** Once, or several times. */
    AT_LEAST_ONCE("at least once"),
    /** Once. */
    EXACTLY_ONCE("exactly once");

    private final String words;

    Guarantee(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
