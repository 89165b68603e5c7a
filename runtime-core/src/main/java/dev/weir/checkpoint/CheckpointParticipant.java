package dev.weir.checkpoint;

/**
 * The tasks of a job, as the coordinator sees them.
 *
 * <p>For one id the order is {@link #triggerCheckpoint}, then {@link #checkpointCompleted} or {@link #checkpointAborted},
 * then the next trigger; tasks must see it in this order too, because a completed checkpoint's deltas are the base of
 * the next one and the files of older ones are deleted. Neither of the two follows when the job fails meanwhile.
 * <b>Threading:</b> called by the coordinator's thread; must not block; may call the coordinator back at once.
 */
public interface CheckpointParticipant {
    /** Starts a checkpoint at the sources. */
    void triggerCheckpoint(long id);

    /** The checkpoint is complete and durable. */
    void checkpointCompleted(long id);

    /** The checkpoint will never be complete: what was kept for it can go. */
    void checkpointAborted(long id);
}
