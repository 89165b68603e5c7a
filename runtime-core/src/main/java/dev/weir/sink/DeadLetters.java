package dev.weir.sink;

import dev.weir.error.WeirException;

/**
 * Whether a record that the destination refuses for its own fault may be put aside.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
public interface DeadLetters {
    /** Refuses everything: the first such record stops the job. */
    DeadLetters NONE = new DeadLetters() {
        @Override
        public boolean areKept() {
            return false;
        }

        @Override
        public void admit(long lettersOfUnit, long recordsOfUnit, WeirException refusal) {
            throw refusal;
        }
    };

    /** Whether the job wants them, so that the sink must have a place for them. */
    boolean areKept();

    /**
     * To be called for each such record before it is written to its place; returns when it may be.
     *
     * @param lettersOfUnit how many of the unit's records were refused in this try of its commit, this one included; for
     *     records without a unit, since the last flush
     * @param recordsOfUnit how many the unit has, or were written since the last flush
     * @param refusal says which record was refused and why; thrown when letters are not kept
     * @throws WeirException the refusal, or {@code TOO_MANY_DEAD_LETTERS} when the share of such records is over the limit
     */
    void admit(long lettersOfUnit, long recordsOfUnit, WeirException refusal);
}
