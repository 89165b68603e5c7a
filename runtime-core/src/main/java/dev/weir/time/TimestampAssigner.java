package dev.weir.time;

import java.io.Serializable;

/** Reads a record's event time. {@code recordTimestamp} is the one that the source gave, or {@link Timestamps#NONE}. */
@FunctionalInterface
public interface TimestampAssigner<T> extends Serializable {
    /** Returns the event time in milliseconds since the epoch. */
    long extractTimestamp(T value, long recordTimestamp);
}
