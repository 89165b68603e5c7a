package dev.weir.metrics;

/** A count that only grows. Written by one thread, read by any. */
public interface Counter {
    void add(long count);

    long value();
}
