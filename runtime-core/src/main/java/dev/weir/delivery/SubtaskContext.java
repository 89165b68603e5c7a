package dev.weir.delivery;

import dev.weir.fault.FaultInjector;
import dev.weir.metrics.MetricGroup;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkContext;
import dev.weir.time.Clock;

/** What a connector may see of a {@link DeliveryContext}. */
record SubtaskContext(DeliveryContext delivery, int shard, DeadLetters deadLetters)
        implements ShardContext, SinkContext {
    @Override
    public String jobName() {
        return delivery.jobName();
    }

    @Override
    public String sinkUid() {
        return delivery.sinkUid();
    }

    @Override
    public int subtaskIndex() {
        return delivery.subtaskIndex();
    }

    @Override
    public int parallelism() {
        return delivery.parallelism();
    }

    @Override
    public long attempt() {
        return delivery.attempt();
    }

    @Override
    public String owner() {
        return delivery.owner();
    }

    @Override
    public boolean forks() {
        return delivery.rewindPolicy() == RewindPolicy.FORK;
    }

    @Override
    public boolean isFilled() {
        return delivery.isFilled(shard);
    }

    @Override
    public Clock clock() {
        return delivery.clock();
    }

    @Override
    public MetricGroup metrics() {
        return delivery.metrics();
    }

    @Override
    public FaultInjector faults() {
        return delivery.faults();
    }
}
