package dev.weir.consistency.model;

/** What a client asks a destination for; each is a place at which the network can fail. */
public enum Rpc {
    /** Takes ownership of a shard. */
    FENCE,
    /** Reads the ledger. */
    READ,
    /** Applies a unit and its ledger entry. */
    APPLY,
    /** Opens a transaction. */
    BEGIN,
    /** Writes into an open transaction, or directly. */
    WRITE,
    PREPARE,
    COMMIT,
    /** Asks what is open or prepared. */
    LIST,
    ABORT
}
