package dev.weir.exec;

/** Where a job is in its life. */
public enum JobStatus {
    /** Claims its attempt, fences, restores, commits what the checkpoint promised. */
    STARTING,
    /** Records flow. */
    RUNNING,
    /** Failed and waits for its next attempt. */
    RESTARTING,
    /** Read to the end of its sources, everything committed. */
    FINISHED,
    /** Stopped with a savepoint, everything committed. */
    STOPPED,
    /** Stopped by its user without a savepoint. */
    CANCELED,
    /** Failed for good. */
    FAILED;

    /** Whether it will not change any more. */
    public boolean isTerminal() {
        return this == FINISHED || this == STOPPED || this == CANCELED || this == FAILED;
    }
}
