package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.metrics.Counter;
import dev.weir.sink.DeadLetters;
import java.util.function.Supplier;

/**
 * Admits dead letters of one subtask's sink as long as they are few.
 *
 * <p>Only committed units count for the recent past, so that a unit which is tried again counts once.
 */
final class DeadLetterBreaker implements DeadLetters {
    private final DeadLetterPolicy policy;
    private final Supplier<String> sink;
    private final Counter counter;
    private long recentRecords;
    private long recentLetters;

    DeadLetterBreaker(DeadLetterPolicy policy, Supplier<String> sink, Counter counter) {
        this.policy = policy;
        this.sink = sink;
        this.counter = counter;
    }

    @Override
    public boolean areKept() {
        return policy.kept();
    }

    @Override
    public synchronized void admit(long lettersOfUnit, long recordsOfUnit, WeirException refusal) {
        if (!policy.kept()) {
            throw refusal;
        }
        long letters = recentLetters + lettersOfUnit;
        long records = Math.max(policy.window(), recentRecords + recordsOfUnit);
        if (letters > policy.mostShare() * records) {
            throw new WeirException(
                    ErrorCode.TOO_MANY_DEAD_LETTERS,
                    "Cannot put another record of " + sink.get() + " aside: the destination refuses too many: "
                            + letters
                            + " of the last " + records + " records, allowed is a share of " + policy.mostShare()
                            + "; the last one: " + refusal.getMessage()
                            + "; nothing of this unit was written: correct what the records have in common and start"
                            + " the job again, or allow a larger share by DeadLetterPolicy.stopAbove",
                    refusal);
        }
    }

    /** A unit, or what a flush wrote, is durable. */
    synchronized void committed(long records, long letters) {
        counter.add(letters);
        recentRecords += records;
        recentLetters += letters;
        if (recentRecords > policy.window()) {
            // Forgets the older half and more, at once: a share needs no exact window.
            recentLetters = recentLetters * policy.window() / 2 / recentRecords;
            recentRecords = policy.window() / 2;
        }
    }
}
