package dev.weir.consistency.history;

import dev.weir.sink.DeliveryStrategy;

/** What a sink promises of the records at its destination. */
public enum Promise {
    /** Every record once; visible in whole units, and only those of complete checkpoints. */
    EXACTLY_ONCE_UNITS,
    /** Every record once, kept under its partition and offset; visible early, and never gone again. */
    EXACTLY_ONCE_RECORDS,
    /** For each key the newest record; visible early, and never set back. */
    LATEST_BY_KEY,
    /** Every record at least once. */
    AT_LEAST_ONCE;

    /** Whether records are committed in units, with a ledger or transactions. */
    public boolean inUnits() {
        return this == EXACTLY_ONCE_UNITS;
    }

    /** What a strategy promises of a sink that keeps every record. */
    public static Promise of(DeliveryStrategy strategy) {
        return switch (strategy) {
            case WRITE_AHEAD_LOG, TWO_PHASE, TWO_PHASE_INSURED -> EXACTLY_ONCE_UNITS;
            case IDEMPOTENT -> EXACTLY_ONCE_RECORDS;
            case AT_LEAST_ONCE -> AT_LEAST_ONCE;
        };
    }
}
