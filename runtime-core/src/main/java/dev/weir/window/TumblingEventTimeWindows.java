package dev.weir.window;

import dev.weir.error.ErrorCode;
import dev.weir.error.Faults;
import dev.weir.time.Durations;
import java.time.Duration;

/**
 * Windows of event time that follow each other without gap or overlap: {@code [k * size + offset, (k + 1) * size +
 * offset)} since the epoch, to the millisecond.
 *
 * @param size at least a millisecond
 * @param offset at least zero and less than the size, for example the distance of local midnight from UTC's
 */
public record TumblingEventTimeWindows(Duration size, Duration offset) {
    public TumblingEventTimeWindows {
        Faults faults = new Faults();
        faults.addIf(
                size.toMillis() < 1, "the size is " + Durations.words(size) + "; it must be at least a millisecond");
        faults.addIf(
                offset.isNegative() || offset.compareTo(size) >= 0,
                "the offset is " + Durations.words(offset) + "; it must be at least zero and less than the size ("
                        + Durations.words(size) + ")");
        faults.throwIfAny(ErrorCode.INVALID_JOB, "Cannot make tumbling windows");
    }

    /** Windows that begin at the epoch. */
    public static TumblingEventTimeWindows of(Duration size) {
        return new TumblingEventTimeWindows(size, Duration.ZERO);
    }

    public static TumblingEventTimeWindows of(Duration size, Duration offset) {
        return new TumblingEventTimeWindows(size, offset);
    }
}
