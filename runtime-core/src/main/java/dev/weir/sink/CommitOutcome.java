package dev.weir.sink;

/** How an attempt to commit ended. */
public sealed interface CommitOutcome {
    /** The unit and its ledger entry are durable at the destination. */
    record Committed() implements CommitOutcome {}

    /** The ledger shows that this very unit had been committed before; nothing was written. */
    record AlreadyCommitted() implements CommitOutcome {}

    /** Nothing was committed, and trying again may help. */
    record RetryLater(Exception cause) implements CommitOutcome {}

    /** The reply was lost: the ledger has to be asked. */
    record InDoubt(Exception cause) implements CommitOutcome {}

    /** The unit can never be committed; says what is missing and how to resolve it. */
    record Lost(String reason) implements CommitOutcome {}
}
