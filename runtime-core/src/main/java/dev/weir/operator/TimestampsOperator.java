package dev.weir.operator;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.state.OperatorSnapshot;
import dev.weir.time.Clock;
import dev.weir.time.TimestampAssigner;
import dev.weir.time.Timestamps;
import dev.weir.time.WatermarkGenerator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives records new event times and follows them. The watermarks that come in are only occasions to look, but for the
 * last one; between them it looks at an interval.
 */
final class TimestampsOperator<T> implements Operator<T> {
    private final String name;
    private final Output<T> output;
    private final Clock clock;
    private final WatermarkGenerator generator;
    private final @Nullable TimestampAssigner<T> assigner;
    private final long intervalMillis;
    private final long idleNanos;
    private long watermark = Timestamps.MIN_WATERMARK;
    private boolean idle;
    /** Whether a record came since the last look. */
    private boolean active = true;

    private long lastActive;
    private long nextLook = Long.MIN_VALUE;

    /**
     * @param idleNanos how long without a record until the stream counts as idle; {@code Long.MAX_VALUE} for ever
     */
    TimestampsOperator(
            OperatorContext<T> context,
            WatermarkGenerator generator,
            @Nullable TimestampAssigner<T> assigner,
            long intervalMillis,
            long idleNanos) {
        name = context.name();
        output = context.output();
        clock = context.clock();
        this.generator = generator;
        this.assigner = assigner;
        this.intervalMillis = intervalMillis;
        this.idleNanos = idleNanos;
        restore(context.restoredState(), context.subtaskIndex(), context.parallelism());
    }

    /** After a change of parallelism the slowest of the old subtasks counts: it is safe for all records. */
    private void restore(List<byte[]> states, int subtask, int parallelism) {
        if (states.size() == parallelism) {
            generator.restore(new ByteReader(states.get(subtask)).readLong());
        } else if (!states.isEmpty()) {
            generator.restore(states.stream()
                    .mapToLong(state -> new ByteReader(state).readLong())
                    .min()
                    .getAsLong());
        }
    }

    @Override
    public void open() {
        lastActive = clock.nanos();
    }

    @Override
    public void emit(T value, long timestamp) {
        if (idle) {
            emitIdle(false);
        }
        active = true;
        long eventTime = assigner == null ? timestamp : extract(assigner, value, timestamp);
        output.emit(value, eventTime);
        if (eventTime != Timestamps.NONE) {
            generator.onTimestamp(eventTime);
        }
    }

    private long extract(TimestampAssigner<T> from, T value, long timestamp) {
        try {
            return from.extractTimestamp(value, timestamp);
        } catch (RuntimeException e) {
            throw UserFailure.onRecord(name, e);
        }
    }

    @Override
    public void emitWatermark(long incoming) {
        if (incoming == Timestamps.MAX_WATERMARK) {
            watermark = incoming;
            output.emitWatermark(incoming);
        } else {
            advance();
        }
    }

    private void advance() {
        long reached = generator.watermark();
        if (reached > watermark) {
            watermark = reached;
            output.emitWatermark(reached);
        }
    }

    @Override
    public void emitIdle(boolean nowIdle) {
        if (nowIdle != idle) {
            idle = nowIdle;
            output.emitIdle(nowIdle);
        }
    }

    @Override
    public long processingTime(long time) {
        if (time >= nextLook) {
            nextLook = time + intervalMillis;
            advance();
            lookForIdleness();
        }
        return nextLook;
    }

    private void lookForIdleness() {
        if (active) {
            active = false;
            lastActive = clock.nanos();
        } else if (clock.nanos() - lastActive >= idleNanos && watermark != Timestamps.MAX_WATERMARK) {
            emitIdle(true);
        }
    }

    @Override
    public void endInput() {}

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        ByteWriter state = new ByteWriter(Long.BYTES);
        state.writeLong(generator.snapshot());
        return OperatorSnapshot.of(state.toByteArray());
    }

    @Override
    public void checkpointCompleted(long checkpointId) {}

    @Override
    public void close() {}
}
