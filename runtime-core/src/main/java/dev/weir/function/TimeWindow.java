package dev.weir.function;

/** A window of event time: {@code [start, end)} in milliseconds since the epoch. */
public record TimeWindow(long start, long end) {
    /** The largest timestamp that belongs to the window. */
    public long maxTimestamp() {
        return end - 1;
    }
}
