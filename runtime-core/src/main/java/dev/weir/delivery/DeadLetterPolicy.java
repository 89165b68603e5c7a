package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/**
 * What to do with records that the destination refuses for their own fault: stop the job, or put them aside as dead
 * letters as long as they are few.
 *
 * @param kept whether they are put aside
 * @param mostShare the job stops when more than this share of a shard's recent records was refused; from 0 to 1
 * @param window the share is taken over the last so many records, or over the unit if it has more
 */
public record DeadLetterPolicy(boolean kept, double mostShare, long window) {
    private static final double DEFAULT_SHARE = 0.1;
    private static final long DEFAULT_WINDOW = 1000;

    public DeadLetterPolicy {
        if (!(mostShare >= 0 && mostShare <= 1) || window < 1) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot keep dead letters: mostShare=" + mostShare + ", window=" + window
                            + "; the share lies between 0 and 1 and the window is at least 1 record");
        }
    }

    /** The first such record stops the job. */
    public static DeadLetterPolicy stop() {
        return new DeadLetterPolicy(false, 0, 1);
    }

    /** Puts them aside; stops the job when more than a tenth of the last 1,000 records was refused. */
    public static DeadLetterPolicy keep() {
        return new DeadLetterPolicy(true, DEFAULT_SHARE, DEFAULT_WINDOW);
    }

    /** Stops the job at another share. */
    public DeadLetterPolicy stopAbove(double share, long records) {
        return new DeadLetterPolicy(kept, share, records);
    }
}
