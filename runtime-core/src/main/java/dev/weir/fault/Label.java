package dev.weir.fault;

/**
 * The steps of the delivery protocol at which a crash, a pause or a failure can be injected. Each names the moment
 * just before or after one line of code whose order matters; the Javadoc says which crash there is interesting.
 */
public enum Label {
    /** The attempt number is not yet claimed: a crash leaves no trace. */
    ATTEMPT_BEFORE_CLAIM,
    /** The number is claimed, no destination is fenced yet. */
    ATTEMPT_AFTER_CLAIM,
    /** Destinations are fenced, the checkpoint is not read yet. */
    RESTORE_AFTER_FENCE,
    /** State is loaded, pending units are not committed yet. */
    RESTORE_AFTER_LOAD,
    /** A task is about to take its synchronous snapshot. */
    SNAPSHOT_BEFORE_SYNC,
    /** The synchronous part is taken, nothing is on disk. */
    SNAPSHOT_AFTER_SYNC,
    /** The task's files are written but not fsynced. */
    SNAPSHOT_BEFORE_FSYNC,
    /** The task's files are durable, the coordinator does not know. */
    SNAPSHOT_BEFORE_ACK,
    /** All tasks have acknowledged; the metadata is not written. */
    CHECKPOINT_BEFORE_METADATA,
    /** The metadata lies in a temporary file, not yet renamed. */
    CHECKPOINT_BEFORE_RENAME,
    /** The checkpoint is complete and durable; nobody was told. */
    CHECKPOINT_AFTER_COMPLETE,
    /** Old checkpoints are about to be deleted. */
    RETENTION_BEFORE_DELETE,
    /** Some files of an old checkpoint are deleted, others are not. */
    RETENTION_BETWEEN_DELETES,
    /** Merged state is durable, no checkpoint refers to it yet. */
    MERGE_AFTER_WRITE,
    /** A record is about to be appended to a segment. */
    SEGMENT_BEFORE_APPEND,
    /** The unit is sealed, its segment is not durable. */
    SEGMENT_BEFORE_FSYNC,
    /** The segment is durable, no checkpoint refers to it yet. */
    SEGMENT_AFTER_FSYNC,
    /** The checkpoint is complete; the unit's commit has not begun. */
    COMMIT_BEFORE_APPLY,
    /** Inside the destination's transaction: the ledger row is taken, no record is written. */
    COMMIT_AFTER_LEDGER,
    /** Inside the destination's transaction: all records are written, it is not committed. */
    COMMIT_AFTER_RECORDS,
    /** The destination has committed; the reply has not been seen. */
    COMMIT_AFTER_COMMIT,
    /** The unit is known to be committed; the task has not recorded it. */
    COMMIT_BEFORE_RECORDED,
    /** A lost reply is about to be looked up in the ledger. */
    IN_DOUBT_BEFORE_LOOKUP,
    /** Two-phase: the transaction is about to be prepared. */
    PREPARE_BEFORE,
    /** Two-phase: the transaction is prepared, no checkpoint refers to it. */
    PREPARE_AFTER,
    /** Two-phase: lingering transactions are about to be aborted. */
    ABORT_BEFORE
}
