package dev.weir.kafka;

import dev.weir.fault.FaultInjector;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkContext;
import dev.weir.time.Clock;

/** Where a shard or writer runs. */
record TestShard(
        String jobName,
        int shard,
        long attempt,
        String owner,
        FaultInjector faults,
        DeadLetters deadLetters,
        boolean isFilled)
        implements ShardContext, SinkContext {
    TestShard(int shard, long attempt) {
        this("shop", shard, attempt, "owner" + attempt, FaultInjector.NONE, DeadLetters.NONE, true);
    }

    TestShard ownedBy(String other) {
        return new TestShard(jobName, shard, attempt, other, faults, deadLetters, isFilled);
    }

    TestShard ofJob(String other) {
        return new TestShard(other, shard, attempt, owner, faults, deadLetters, isFilled);
    }

    TestShard with(FaultInjector injector) {
        return new TestShard(jobName, shard, attempt, owner, injector, deadLetters, isFilled);
    }

    TestShard with(DeadLetters letters) {
        return new TestShard(jobName, shard, attempt, owner, faults, letters, isFilled);
    }

    TestShard resting() {
        return new TestShard(jobName, shard, attempt, owner, faults, deadLetters, false);
    }

    /** A unit that is known by its number alone. */
    static CommitUnit unit(long sequence, long recordCount) {
        return new CommitUnit("L1", sequence, 100 + sequence, recordCount, 10 * sequence, 1000 + sequence);
    }

    @Override
    public String sinkUid() {
        return "sales";
    }

    @Override
    public int subtaskIndex() {
        return shard;
    }

    @Override
    public int parallelism() {
        return 4;
    }

    @Override
    public Clock clock() {
        return Clock.system();
    }

    @Override
    public MetricGroup metrics() {
        return name -> new Counter() {
            @Override
            public void add(long count) {}

            @Override
            public long value() {
                return 0;
            }
        };
    }
}
