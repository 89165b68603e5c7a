package dev.weir.source;

/**
 * A part of a source with the position up to which it was read: the unit that is handed to subtasks, checkpointed and
 * moved when a job is rescaled. Immutable.
 */
public interface SourceSplit {
    /** Unique in the source and stable for the job's life. */
    String splitId();

    /** How much is left to read, in any unit that all splits of the source share; balances the subtasks. */
    default long weight() {
        return 1;
    }
}
