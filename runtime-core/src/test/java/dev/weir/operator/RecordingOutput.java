package dev.weir.operator;

import dev.weir.time.Timestamps;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was emitted as short lines: {@code value@timestamp}, {@code watermark 5}, {@code idle}, {@code active}. */
public final class RecordingOutput<T> implements Output<T> {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void emit(T value, long timestamp) {
        lines.add(timestamp == Timestamps.NONE ? value.toString() : value + "@" + timestamp);
    }

    @Override
    public void emitWatermark(long watermark) {
        lines.add(watermark == Timestamps.MAX_WATERMARK ? "watermark max" : "watermark " + watermark);
    }

    @Override
    public void emitIdle(boolean idle) {
        lines.add(idle ? "idle" : "active");
    }

    /** What came since the last call. */
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
