package dev.weir.consistency.history;

/**
 * A broken promise.
 *
 * @param what in one sentence with the values, for example {@code partition 1 offset 7 (key 3, no. 2) is there twice}
 */
public record Violation(Anomaly anomaly, String what, Witness witness) {}
