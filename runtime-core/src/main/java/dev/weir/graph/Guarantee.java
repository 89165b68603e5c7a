package dev.weir.graph;

import dev.weir.sink.Sink;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;

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

    /** What the strongest strategy of a sink gives. Sources replay and state is restored, so the sink decides. */
    public static Guarantee of(Sink<?> sink) {
        return sink instanceof SupportsWriteAheadLog<?> || sink instanceof SupportsTwoPhaseCommit<?>
                ? EXACTLY_ONCE
                : AT_LEAST_ONCE;
    }

    @Override
    public String toString() {
        return words;
    }
}
