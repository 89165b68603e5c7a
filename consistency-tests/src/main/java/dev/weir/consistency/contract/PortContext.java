package dev.weir.consistency.contract;

import dev.weir.fault.FaultInjector;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkContext;
import dev.weir.time.Clock;
import java.util.concurrent.atomic.LongAdder;

/** Where a port runs; what is written by it is dropped. */
record PortContext(int shard, long attempt, String owner) implements ShardContext, SinkContext {
    private static final int SHARDS = 2;

    static PortContext of(long attempt) {
        return new PortContext(0, attempt, "owner-of-" + attempt);
    }

    PortContext ofShard(int other) {
        return new PortContext(other, attempt, owner);
    }

    PortContext ownedBy(String other) {
        return new PortContext(shard, attempt, other);
    }

    @Override
    public String jobName() {
        return "contract";
    }

    @Override
    public String sinkUid() {
        return "out";
    }

    @Override
    public int subtaskIndex() {
        return shard;
    }

    @Override
    public int parallelism() {
        return SHARDS;
    }

    @Override
    public DeadLetters deadLetters() {
        return DeadLetters.NONE;
    }

    @Override
    public Clock clock() {
        return Clock.system();
    }

    @Override
    public MetricGroup metrics() {
        return name -> new Counted(new LongAdder());
    }

    @Override
    public FaultInjector faults() {
        return FaultInjector.NONE;
    }

    private record Counted(LongAdder sum) implements Counter {
        @Override
        public void add(long count) {
            sum.add(count);
        }

        @Override
        public long value() {
            return sum.sum();
        }
    }
}
