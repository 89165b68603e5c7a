package dev.weir.sink;

import dev.weir.fault.FaultInjector;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import dev.weir.time.Clock;

/** The runtime as a shard or a writer sees it. */
record ShardHarness(
        String jobName, String sinkUid, int shard, long attempt, String owner, boolean forks, FaultInjector faults)
        implements ShardContext {
    static ShardHarness attempt(long attempt) {
        return new ShardHarness("job", "out", 0, attempt, "process", false, FaultInjector.NONE);
    }

    ShardHarness withFaults(FaultInjector newFaults) {
        return new ShardHarness(jobName, sinkUid, shard, attempt, owner, forks, newFaults);
    }

    ShardHarness withShard(int newShard) {
        return new ShardHarness(jobName, sinkUid, newShard, attempt, owner, forks, faults);
    }

    ShardHarness withNames(String newJob, String newSink) {
        return new ShardHarness(newJob, newSink, shard, attempt, owner, forks, faults);
    }

    ShardHarness withOwner(String newOwner) {
        return new ShardHarness(jobName, sinkUid, shard, attempt, newOwner, forks, faults);
    }

    ShardHarness forking() {
        return new ShardHarness(jobName, sinkUid, shard, attempt, owner, true, faults);
    }

    /** A unit in a prepared transaction, as files see it: by its handle alone. */
    static PreparedUnit prepared(byte[] handle) {
        return new PreparedUnit(unit(1), handle);
    }

    static CommitUnit unit(long sequence) {
        return new CommitUnit("L1", sequence, sequence, 1, sequence, 0);
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
        return NO_METRICS;
    }

    private static final MetricGroup NO_METRICS = name -> new Counter() {
        @Override
        public void add(long count) {}

        @Override
        public long value() {
            return 0;
        }
    };

    /** The context of a writer of one of several subtasks. */
    static SinkContext writer(int subtaskIndex, int parallelism) {
        return new SinkContext() {
            @Override
            public String jobName() {
                return "job";
            }

            @Override
            public String sinkUid() {
                return "out";
            }

            @Override
            public int subtaskIndex() {
                return subtaskIndex;
            }

            @Override
            public int parallelism() {
                return parallelism;
            }

            @Override
            public Clock clock() {
                return Clock.system();
            }

            @Override
            public MetricGroup metrics() {
                return NO_METRICS;
            }

            @Override
            public DeadLetters deadLetters() {
                return DeadLetters.NONE;
            }
        };
    }
}
