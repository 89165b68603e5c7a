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
 */
public record WatermarkStrategy<T>(
        GeneratorSupplier generator,
        @Nullable TimestampAssigner<T> assigner,
        @Nullable Duration idleness) implements Serializable {
    /** Makes generators. */
    @FunctionalInterface
    public interface GeneratorSupplier extends Supplier<WatermarkGenerator>, Serializable {}

    /** Records are at most this much later than the newest one before them. */
    public static <T> WatermarkStrategy<T> forBoundedOutOfOrderness(Duration bound) {
        if (bound.isNegative()) {
            throw new IllegalArgumentException("Cannot follow event time: the bound is negative: " + bound);
        }
        long millis = bound.toMillis();
        return new WatermarkStrategy<>(() -> new BoundedOutOfOrderness(millis), null, null);
    }

    /** Each split's timestamps never fall. */
    public static <T> WatermarkStrategy<T> forMonotonousTimestamps() {
        return forBoundedOutOfOrderness(Duration.ZERO);
    }

    public WatermarkStrategy<T> withTimestampAssigner(TimestampAssigner<T> newAssigner) {
        return new WatermarkStrategy<>(generator, newAssigner, idleness);
    }

    public WatermarkStrategy<T> withIdleness(Duration newIdleness) {
        return new WatermarkStrategy<>(generator, assigner, newIdleness);
    }
}
