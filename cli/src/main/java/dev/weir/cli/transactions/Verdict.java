package dev.weir.cli.transactions;

/** What is to be done about a prepared transaction. */
enum Verdict {
    /** Its checkpoint is complete, so its records are promised, and the ledger lacks them. */
    COMMIT,
    /** No complete checkpoint holds it: its records are read again. */
    ROLLBACK,
    /** Its job runs and settles it by itself. */
    LIVE,
    /** The checkpoint holds it, and neither the destination nor the ledger knows it. */
    LOST,
    /** It belongs to somebody else and is never touched. */
    FOREIGN,
    /** There is nothing to judge it by. */
    UNKNOWN
}
