package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;

/** A history and what the checker must make of it. */
record Case(Anomaly anomaly, Kind kind, String name, Story story) {
    enum Kind {
        /** It passes. */
        GOOD,
        /** It is a violation by just this anomaly. */
        BAD,
        /** It looks suspicious, and is legal or cannot be decided: it is no violation. */
        AMBIGUOUS
    }

    static Case good(Anomaly anomaly, String name, Story story) {
        return new Case(anomaly, Kind.GOOD, name, story);
    }

    static Case bad(Anomaly anomaly, String name, Story story) {
        return new Case(anomaly, Kind.BAD, name, story);
    }

    static Case ambiguous(Anomaly anomaly, String name, Story story) {
        return new Case(anomaly, Kind.AMBIGUOUS, name, story);
    }

    @Override
    public String toString() {
        return anomaly + " " + kind + ": " + name;
    }
}
