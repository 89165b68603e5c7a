package dev.weir.source;

/** Whether a source ends by itself. */
public enum Boundedness {
    BOUNDED,
    UNBOUNDED
}
