package dev.weir.graph;

import dev.weir.delivery.DeliveryStrategy;

/** How often a record's effect is at a destination when a job has failed and recovered; weakest first. */
public enum Guarantee {
    /** Once, or several times after a failure. */
    AT_LEAST_ONCE("at least once"),
    /** Once. */
    EXACTLY_ONCE("exactly once");

    private final String words;

    Guarantee(String words) {
        this.words = words;
    }

    /** What a strategy gives. Sources replay and state is restored, so that it decides from end to end. */
    public static Guarantee of(DeliveryStrategy strategy) {
        return strategy == DeliveryStrategy.AT_LEAST_ONCE ? AT_LEAST_ONCE : EXACTLY_ONCE;
    }

    @Override
    public String toString() {
        return words;
    }
}
