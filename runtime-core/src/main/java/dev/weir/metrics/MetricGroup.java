package dev.weir.metrics;

/** Where an operator, source or sink registers what it counts. */
public interface MetricGroup {
    /** The counter of this name; made at the first call. */
    Counter counter(String name);
}
