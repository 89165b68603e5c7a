package dev.weir.delivery;

/** How records come to a destination, as the design's table of strategies defines it. */
public enum DeliveryStrategy {
    /** Written with deterministic keys and a version guard: a replay overwrites equal values. */
    IDEMPOTENT,
    /** Kept in the checkpoint, applied together with a ledger entry when it is complete. */
    WRITE_AHEAD_LOG,
    /** Written into a transaction that is prepared at the barrier and committed when the checkpoint is complete. */
    TWO_PHASE,
    /** {@link #TWO_PHASE}, and written again from a segment if the destination lost the transaction. */
    TWO_PHASE_INSURED,
    /** Written as records come and flushed at the barrier: after a failure some arrive again. */
    AT_LEAST_ONCE
}
