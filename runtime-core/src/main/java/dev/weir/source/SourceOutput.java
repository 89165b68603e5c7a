package dev.weir.source;

/** Takes the records of one split, in order. Valid for the reader's life, in the task's thread, during a poll. */
public interface SourceOutput<T> {
    void collect(T value);

    /** A record with the event time that the source itself knows, in milliseconds since the epoch. */
    void collect(T value, long timestamp);
}
