package dev.weir.consistency.model;

/**
 * A mistake that a connector can make in what it asks a destination for. Mutants make them; a destination that is made with none is
 * asked as a good connector asks.
 */
public enum Mistake {
    /** Ownership is never taken: whoever asks is obeyed. */
    NO_FENCE,
    /** The fence raises the attempt, and leaves what sessions of older attempts have open. */
    SESSIONS_NOT_ENDED,
    /** Transactions are aborted without being their owner. */
    UNFENCED_ABORT,
    /** All transactions of a shard have one name: a new one takes the place of one that waits for its commit. */
    IDS_REUSED,
    /** A unit's records are committed first, its ledger entry in a second transaction. */
    RECORDS_BEFORE_LEDGER,
    /** A unit's ledger entry is committed first, its records in a second transaction. */
    LEDGER_BEFORE_RECORDS,
    /** A transaction does not carry its ledger entry. */
    LEDGER_APART,
    /** A transaction is committed where it should be prepared. */
    COMMIT_AT_PREPARE,
    /** Records that still wait in the client are not sent before the transaction is prepared, or at a flush. */
    NO_FLUSH,
    /** A version is written over whatever is there. */
    NO_VERSION_GUARD,
    /** The key of a record holds the attempt that wrote it. */
    KEY_WITH_ATTEMPT,
    /** The condition on the ledger entry is left out. */
    NO_CONDITION,
    /** A transaction that the destination does not know is taken for committed. */
    UNKNOWN_IS_COMMITTED,
    /** Whatever the destination answers to a commit is taken for yes. */
    FAILURE_SWALLOWED,
    /** An answer of yes to a commit is believed without a look at the ledger. */
    REPLY_BELIEVED,
    /** An outcome that the destination has decided alone is taken for a commit. */
    HEURISTIC_SWALLOWED,
    /** The errors of single items in the reply to a bulk request are not looked at. */
    ITEM_ERRORS_IGNORED,
    /** After a bulk request in which some items failed, the next checkpoint does not wait for those. */
    RETRIES_NOT_AWAITED,
    /** A bulk request in which some items failed is sent again as a whole, under ids that the index gives. */
    WHOLE_BATCH_AGAIN,
    /** The offset in the partition is the version, though a key's document is shared by partitions. */
    OFFSET_AS_VERSION,
    /** The ledger is read without waiting until its last stable offset has passed its end. */
    NO_STABLE_WAIT,
    /** The fence locks older producers out, and leaves no entry in the ledger. */
    NO_FENCE_ENTRY,
    /** A producer that was locked out is initialised again without a look at the ledger. */
    REINIT_UNSEEN,
    /** Every second unit of a shard has a producer of its own, so that it is sent while the one before it is not committed. */
    SECOND_PRODUCER,
    /** A unit whose transaction was given up goes on in a new one, without what it had written. */
    GIVEN_UP_FORGOTTEN,
    /** Readers see records of transactions that are not committed. */
    READ_UNCOMMITTED
}
