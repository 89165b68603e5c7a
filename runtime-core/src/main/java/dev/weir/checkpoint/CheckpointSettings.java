package dev.weir.checkpoint;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When checkpoints are taken and how many are kept.
 *
 * @param interval from the start of one to the start of the next
 * @param timeout from the start of one until it is aborted
 * @param minPause from the end of one to the start of the next, at least
 * @param retained how many complete ones are kept
 * @param toleratedFailures how many in a row may be aborted before the job fails
 */
public record CheckpointSettings(
        Duration interval, Duration timeout, Duration minPause, int retained, int toleratedFailures) {
    private static final Duration LONGEST = Duration.ofDays(10_000);

    public CheckpointSettings {
        List<String> faults = new ArrayList<>();
        requireWithin("interval", interval, Duration.ofNanos(1), faults);
        requireWithin("timeout", timeout, Duration.ofNanos(1), faults);
        requireWithin("minPause", minPause, Duration.ZERO, faults);
        if (retained < 1) {
            faults.add("retained must be at least 1 but is " + retained);
        }
        if (toleratedFailures < 0) {
            faults.add("toleratedFailures must be at least 0 but is " + toleratedFailures);
        }
        if (!faults.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot take checkpoints: settings are wrong: " + String.join(", ", faults) + "; correct them");
        }
    }

    /** Ten minutes of timeout, no pause, three retained, three failures tolerated. */
    public static CheckpointSettings every(Duration interval) {
        return new CheckpointSettings(interval, Duration.ofMinutes(10), Duration.ZERO, 3, 3);
    }

    private static void requireWithin(String name, Duration value, Duration least, List<String> faults) {
        if (value.compareTo(least) < 0) {
            faults.add(name + (least.isZero() ? " must not be negative" : " must be positive") + " but is " + value);
        } else if (value.compareTo(LONGEST) > 0) {
            faults.add(name + " must be at most " + LONGEST.toDays() + " days but is " + value);
        }
    }
}
