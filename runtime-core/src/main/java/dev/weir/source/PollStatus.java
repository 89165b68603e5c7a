package dev.weir.source;

/** What a reader's poll found. */
public enum PollStatus {
    /** Records were emitted and more may be there at once. */
    MORE,
    /** Nothing to read right now. */
    WAIT,
    /** All splits are read to their end. */
    END
}
