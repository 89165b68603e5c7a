package dev.weir.consistency.report;

/** The engines of the suite, cheapest first. */
public enum Engine {
    CONTRACT,
    SIMULATION,
    EXHAUSTIVE,
    REAL_SERVERS,
    CHAOS
}
