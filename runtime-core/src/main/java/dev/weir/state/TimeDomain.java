package dev.weir.state;

/** Which time a timer waits for. */
public enum TimeDomain {
    EVENT_TIME,
    PROCESSING_TIME
}
