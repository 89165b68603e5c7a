package dev.weir.sink;

import dev.weir.metrics.MetricGroup;
import dev.weir.time.Clock;

/** What a sink may know about where it runs. */
public interface SinkContext {
    String jobName();

    /** The uid of the sink in the job. */
    String sinkUid();

    int subtaskIndex();

    int parallelism();

    Clock clock();

    MetricGroup metrics();

    DeadLetters deadLetters();
}
