package dev.weir.time;

import java.io.Serializable;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a stream's event time is read and followed. Immutable.
 *
 * @param generator makes one generator for each split
 * @param assigner reads a record's event time, or null to take the source's own
 * @param idleness how long a split may be silent before it stops holding the watermark back, or null for ever
 * @param maxDrift how far the watermark of a split may be ahead of the slowest one's before it is held back, or null for any
 *     distance
 */
public record WatermarkStrategy<T>(
        GeneratorSupplier generator,
        @Nullable TimestampAssigner<T> assigner,
        @Nullable Duration idleness,
        @Nullable Duration maxDrift)
        implements Serializable {
    /** Makes generators. */
    @FunctionalInterface
    public interface GeneratorSupplier extends Supplier<WatermarkGenerator>, Serializable {}

    /** Records are at most this much later than the newest one before them. */
    public static <T> WatermarkStrategy<T> forBoundedOutOfOrderness(Duration bound) {
        if (bound.isNegative()) {
            throw new IllegalArgumentException("Cannot follow event time: the bound is negative: " + bound);
        }
        long millis = bound.toMillis();
        return new WatermarkStrategy<>(() -> new BoundedOutOfOrderness(millis), null, null, null);
    }

    /** Each split's timestamps never fall. */
    public static <T> WatermarkStrategy<T> forMonotonousTimestamps() {
        return forBoundedOutOfOrderness(Duration.ZERO);
    }

    public WatermarkStrategy<T> withTimestampAssigner(TimestampAssigner<T> newAssigner) {
        return new WatermarkStrategy<>(generator, newAssigner, idleness, maxDrift);
    }

    public WatermarkStrategy<T> withIdleness(Duration newIdleness) {
        return new WatermarkStrategy<>(generator, assigner, newIdleness, maxDrift);
    }

    /**
     * Holds splits back whose watermark is further ahead of the slowest one's, over all subtasks of the source, so that what
     * waits for the slow ones behind the source does not grow without bounds (Flink's FLIP-182 and FLIP-217). Splits that are
     * idle, at their end, or have had no record yet hold nobody back. It is looked at as often as the watermark is sent, so a
     * fast split may run ahead by what it emits in that time. Only for a strategy that is given to a source.
     *
     * @param newMaxDrift more than zero
     */
    public WatermarkStrategy<T> withAlignment(Duration newMaxDrift) {
        if (newMaxDrift.isNegative() || newMaxDrift.isZero()) {
            throw new IllegalArgumentException(
                    "Cannot align watermarks: the greatest drift is not more than zero: " + newMaxDrift);
        }
        return new WatermarkStrategy<>(generator, assigner, idleness, newMaxDrift);
    }
}
