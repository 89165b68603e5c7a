package dev.weir.exec;

import dev.weir.operator.Output;
import dev.weir.source.SourceOutput;
import dev.weir.time.TimestampAssigner;
import dev.weir.time.Timestamps;
import dev.weir.time.WatermarkGenerator;
import org.jspecify.annotations.Nullable;

/** Takes the records of one split and follows its event time. */
final class SplitOutput implements SourceOutput<Object> {
    private final Output<Object> output;
    private final @Nullable WatermarkGenerator generator;
    private final @Nullable TimestampAssigner<Object> assigner;
    private final long idleNanos;
    private long records;
    private long recordsAtLastLook;
    /** On the clock of {@link #isIdle}. */
    private long lastActive;

    private boolean heldBack;

    SplitOutput(
            Output<Object> output,
            @Nullable WatermarkGenerator generator,
            @Nullable TimestampAssigner<Object> assigner,
            long idleNanos,
            long now) {
        this.output = output;
        this.generator = generator;
        this.assigner = assigner;
        this.idleNanos = idleNanos;
        lastActive = now;
    }

    @Override
    public void collect(Object value) {
        if (generator == null) {
            records++;
            output.emit(value, Timestamps.NONE);
        } else {
            collect(value, Timestamps.NONE);
        }
    }

    @Override
    public void collect(Object value, long timestamp) {
        records++;
        long eventTime = assigner == null ? timestamp : assigner.extractTimestamp(value, timestamp);
        output.emit(value, eventTime);
        if (generator != null && eventTime != Timestamps.NONE) {
            // After the record, so that the watermark never overtakes it.
            generator.onTimestamp(eventTime);
        }
    }

    long watermark() {
        return generator == null ? Timestamps.MIN_WATERMARK : generator.watermark();
    }

    /** How many records went through since the job's attempt began. */
    long records() {
        return records;
    }

    /** A split that is held back is silent, but not idle. */
    void holdBack(boolean held) {
        heldBack = held;
    }

    /**
     * Whether the split was silent for longer than the strategy allows.
     *
     * @param now in nanoseconds, on a clock that only runs while the source is read
     */
    boolean isIdle(long now) {
        if (idleNanos == Long.MAX_VALUE) {
            return false;
        }
        if (heldBack || records != recordsAtLastLook) {
            recordsAtLastLook = records;
            lastActive = now;
        }
        return now - lastActive > idleNanos;
    }

    long generatorState() {
        return generator == null ? Timestamps.MIN_WATERMARK : generator.snapshot();
    }

    void restore(long generatorState) {
        if (generator != null) {
            generator.restore(generatorState);
        }
    }
}
