package dev.weir.cli.demo;

import dev.weir.metrics.MetricGroup;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkContext;
import dev.weir.time.Clock;

/** A shard's surroundings as those of a writer. */
record WriterContext(ShardContext shard) implements SinkContext {

    @Override
    public String jobName() {
        return shard.jobName();
    }

    @Override
    public String sinkUid() {
        return shard.sinkUid();
    }

    @Override
    public int subtaskIndex() {
        return shard.shard();
    }

    @Override
    public int parallelism() {
        return DemoJob.PARALLELISM;
    }

    @Override
    public Clock clock() {
        return shard.clock();
    }

    @Override
    public MetricGroup metrics() {
        return shard.metrics();
    }

    @Override
    public DeadLetters deadLetters() {
        return shard.deadLetters();
    }
}
