package dev.weir.element;

import dev.weir.time.Timestamps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records that cross a channel together. Filled by its producer, handed over once, never touched by the producer again;
 * arrays are not recycled, because a young reference stored in an old array costs more than a new array.
 */
public final class Batch implements StreamElement {
    private final Object[] values;
    /** Null while no record has event time: most streams without windows never pay for it. */
    private long @Nullable [] timestamps;

    private int size;

    public Batch(int capacity) {
        values = new Object[capacity];
    }

    public void add(Object value, long timestamp) {
        if (timestamp != Timestamps.NONE || timestamps != null) {
            addTimestamp(timestamp);
        }
        values[size++] = value;
    }

    private void addTimestamp(long timestamp) {
        long[] stamps = timestamps;
        if (stamps == null) {
            stamps = new long[values.length];
            Arrays.fill(stamps, 0, size, Timestamps.NONE);
            timestamps = stamps;
        }
        stamps[size] = timestamp;
    }

    public boolean isFull() {
        return size == values.length;
    }

    public int size() {
        return size;
    }

    public Object value(int index) {
        return values[index];
    }

    public long timestamp(int index) {
        long[] stamps = timestamps;
        return stamps == null ? Timestamps.NONE : stamps[index];
    }
}
