package dev.weir.time;

/** The special values of an event-time timestamp or watermark, in milliseconds since the epoch. */
public final class Timestamps {
    /** A record without event time. */
    public static final long NONE = Long.MIN_VALUE;
    /** The watermark before any record. */
    public static final long MIN_WATERMARK = Long.MIN_VALUE;
    /** The watermark after the last record. */
    public static final long MAX_WATERMARK = Long.MAX_VALUE;

    private Timestamps() {}
}
