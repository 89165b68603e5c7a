package dev.weir.consistency.suite;

/** The engines of the suite, cheapest first. */
public enum Engine {
    CONTRACT,
    SIMULATION,
    EXHAUSTIVE,
    REAL_SERVERS,
    CHAOS
}
