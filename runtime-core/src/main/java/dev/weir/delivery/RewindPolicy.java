package dev.weir.delivery;

/** What to do when a destination's ledger is ahead of the checkpoint that the job starts from. */
public enum RewindPolicy {
    /** Refuse to start. */
    FAIL,
    /** Skip the units that the ledger already has, as long as their digests are the same. */
    SKIP_IDENTICAL,
    /** Begin a new lineage and accept that records after the checkpoint arrive a second time. */
    FORK
}
