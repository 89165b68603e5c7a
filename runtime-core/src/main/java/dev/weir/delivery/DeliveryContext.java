package dev.weir.delivery;

import dev.weir.codec.CodecRegistry;
import dev.weir.fault.FaultInjector;
import dev.weir.metrics.MetricGroup;
import dev.weir.time.Clock;

/**
 * What a strategy gets from the runtime for one subtask of one sink.
 *
 * @param shards the sink's number of commit shards, at least the parallelism
 */
public record DeliveryContext(
        String jobName,
        String sinkUid,
        int subtaskIndex,
        int parallelism,
        int shards,
        long attempt,
        RewindPolicy rewindPolicy,
        Clock clock,
        FaultInjector faults,
        MetricGroup metrics,
        CodecRegistry codecs,
        SegmentStore segments) {}
