package dev.weir.window;

import dev.weir.element.Batch;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.TimeWindow;
import dev.weir.metrics.Counter;
import dev.weir.operator.BatchInput;
import dev.weir.operator.KeyReader;
import dev.weir.operator.Operator;
import dev.weir.operator.OperatorContext;
import dev.weir.operator.Output;
import dev.weir.operator.UserFailure;
import dev.weir.state.KeyedStateBackend;
import dev.weir.state.OperatorSnapshot;
import dev.weir.state.PanedState;
import dev.weir.time.Timestamps;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Tumbling windows: the pane of a window is its start. No timers are kept: a watermark fires whole panes, in ascending
 * order.
 *
 * <p>A window fires when the watermark reaches its last millisecond and is dropped when the watermark has gone past that
 * by the allowed lateness; a record in between emits its key's corrected result at once. Which windows have fired needs
 * no state of its own: those that end at or before the watermark, which a restore brings back. It is the same for all
 * subtasks, because aligned barriers cut the broadcast watermarks of every producer at one point.
 */
final class WindowOperator<I, A, R, O> implements Operator<I>, BatchInput {
    private static final String STATE = "window";
    static final String LATE_RECORDS = "lateRecords";

    private final String name;
    private final Output<O> output;
    private final @Nullable Output<I> late;
    private final Counter lateRecords;
    private final KeyReader<I> keys;
    private final WindowFold<I, A, R> fold;
    private final WindowEmitter<R> emitter;
    private final KeyedStateBackend backend;
    private final PanedState<A> state;
    private final long size;
    private final long offset;
    private final long allowedLateness;
    private long watermark;
    /** The window of the last record: the next one is likely to be in it. */
    private long start = 1;

    private long end;

    WindowOperator(
            OperatorContext<O> context,
            WindowSettings<I> settings,
            KeyReader<I> keys,
            WindowFold<I, A, R> fold,
            WindowEmitter<R> emitter,
            @Nullable Output<I> late,
            Type keptType) {
        name = context.name();
        output = context.output();
        this.late = late;
        lateRecords = context.metrics().counter(LATE_RECORDS);
        this.keys = keys;
        this.fold = fold;
        this.emitter = emitter;
        backend = context.keyedState(settings.keyType());
        state = backend.paned(STATE, context.codecs().<A>codec(keptType));
        size = settings.windows().size().toMillis();
        offset = settings.windows().offset().toMillis();
        allowedLateness = settings.allowedLateness().toMillis();
        watermark = context.restoredWatermark();
    }

    @Override
    public void open() {}

    @Override
    @SuppressWarnings("unchecked")
    public void emit(Batch batch) {
        keys.announce(batch, backend);
        int size = batch.size();
        for (int i = 0; i < size; i++) {
            backend.nextKey();
            process((I) batch.value(i), batch.timestamp(i));
        }
    }

    @Override
    public void emit(I value, long timestamp) {
        backend.currentKey(keys.key(value));
        process(value, timestamp);
    }

    private void process(I value, long timestamp) {
        if (timestamp < start || timestamp >= end) {
            moveTo(timestamp);
        }
        if (end - 1 <= watermark) {
            emitToEndedWindow(value, timestamp);
        } else {
            state.update(start, add(state.value(start), value));
        }
    }

    private void moveTo(long timestamp) {
        if (timestamp == Timestamps.NONE) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot put a record into a window in operator '" + name
                            + "': it has no event time; give the source a WatermarkStrategy with a timestamp assigner,"
                            + " or call assignTimestampsAndWatermarks(...) before keyBy");
        }
        start = timestamp - Math.floorMod(timestamp - offset, size);
        end = start > Long.MAX_VALUE - size ? Long.MAX_VALUE : start + size;
    }

    private void emitToEndedWindow(I value, long timestamp) {
        if (isGone(end)) {
            lateRecords.add(1);
            if (late != null) {
                late.emit(value, timestamp);
            }
        } else {
            A kept = add(state.value(start), value);
            state.update(start, kept);
            emitter.emit(backend.currentKey(), new TimeWindow(start, end), result(kept));
        }
    }

    private A add(@Nullable A kept, I value) {
        A after;
        try {
            after = fold.add(kept, value);
        } catch (Exception e) {
            throw UserFailure.onRecord(name, e);
        }
        if (after == null) {
            throw UserFailure.nullResult(name);
        }
        return after;
    }

    private R result(A kept) {
        try {
            return fold.result(kept);
        } catch (Exception e) {
            throw UserFailure.of("process a window", name, e);
        }
    }

    @Override
    public void emitWatermark(long newWatermark) {
        if (newWatermark > watermark) {
            long before = watermark;
            watermark = newWatermark;
            fire(before);
        }
        output.emitWatermark(newWatermark);
    }

    /** Fires the panes that ended after {@code before} and drops those that no record may change any more. */
    private void fire(long before) {
        for (long pane : state.panes()) {
            long paneEnd = pane > Long.MAX_VALUE - size ? Long.MAX_VALUE : pane + size;
            if (paneEnd - 1 > watermark) {
                return;
            }
            if (paneEnd - 1 > before) {
                TimeWindow window = new TimeWindow(pane, paneEnd);
                state.forEach(pane, (key, kept) -> emitter.emit(key, window, result(kept)));
            }
            if (isGone(paneEnd)) {
                state.dropPane(pane);
            }
        }
    }

    /** Whether records of the window that ends there come too late. */
    private boolean isGone(long windowEnd) {
        long last = windowEnd - 1;
        return last <= watermark && (last <= watermark - allowedLateness || watermark == Timestamps.MAX_WATERMARK);
    }

    @Override
    public void emitIdle(boolean idle) {
        output.emitIdle(idle);
    }

    @Override
    public long processingTime(long time) {
        return Long.MAX_VALUE;
    }

    @Override
    public void endInput() {}

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(backend.snapshot(checkpointId));
    }

    @Override
    public void checkpointCompleted(long checkpointId) {}

    @Override
    public void close() {}
}
