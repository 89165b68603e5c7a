package dev.weir.error;

/** What kind of failure a {@link WeirException} reports. Codes are stable: scripts and dashboards may depend on them. */
public enum ErrorCode {
    /** The job as written cannot run: a duplicate uid, a key without a stable hash, a missing setting. */
    INVALID_JOB(Category.USER, false),
    /** A record cannot be read, parsed or encoded. */
    INVALID_DATA(Category.USER, false),
    /** A user function threw. */
    USER_FUNCTION(Category.USER, true),
    /** The checkpoint does not fit the job: an operator is gone, a uid or a codec changed. */
    STATE_INCOMPATIBLE(Category.USER, false),
    /** A checkpoint file is torn, rotten or missing. */
    CHECKPOINT_CORRUPT(Category.EXTERNAL, false),
    /** A checkpoint was written by a newer version of Weir. */
    CHECKPOINT_TOO_NEW(Category.USER, false),
    /** The checkpoint store cannot be read or written: disk full, read-only folder, no permission. */
    CHECKPOINT_STORE(Category.EXTERNAL, true),
    /** Too many checkpoints in a row timed out or were declined by a task. */
    CHECKPOINT_FAILED(Category.EXTERNAL, true),
    /** A live process runs the same job. */
    JOB_ALREADY_RUNNING(Category.USER, false),
    /** A newer attempt of this job has taken over; this one must stop. */
    FENCED(Category.EXTERNAL, false),
    /** The destination's ledger is ahead of the restored checkpoint. */
    REWIND(Category.USER, false),
    /** A source cannot be opened or read. */
    SOURCE(Category.EXTERNAL, true),
    /** A destination does not answer; trying again may help. */
    DESTINATION_UNAVAILABLE(Category.EXTERNAL, true),
    /** A destination refuses: a missing table or column, no privilege, wrong type. */
    DESTINATION_REJECTED(Category.USER, false),
    /** A destination refuses so many records for their own fault that more than single records must be wrong. */
    TOO_MANY_DEAD_LETTERS(Category.USER, false),
    /** Data that a completed checkpoint promised can no longer be committed. */
    COMMIT_LOST(Category.EXTERNAL, false),
    /** A defect of Weir. */
    INTERNAL(Category.INTERNAL, true);

    /** Whose fault it is, hence who has to act. */
    public enum Category {
        USER,
        EXTERNAL,
        INTERNAL
    }

    private final Category category;
    private final boolean retriable;

    ErrorCode(Category category, boolean retriable) {
        this.category = category;
        this.retriable = retriable;
    }

    public Category category() {
        return category;
    }

    /** Whether a restart of the job from its last checkpoint may help; a failure that is not ends the job at once. */
    public boolean retriable() {
        return retriable;
    }
}
