package dev.weir.consistency.database;

import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.checkpoint.CheckpointStores;
import dev.weir.delivery.RewindPolicy;
import dev.weir.exec.ExecutionPorts;
import dev.weir.exec.ExecutionSettings;
import dev.weir.exec.JobRunner;
import dev.weir.exec.RestartStrategy;
import dev.weir.exec.RunningJob;
import dev.weir.fault.FaultInjector;
import dev.weir.function.Collector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.jdbc.JdbcSink;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.source.GeneratorSource;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;
import dev.weir.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The job whose output tells everything: for each of {@link #RECORDS} numbers the count of its key so far. Every pair of
 * key and count must be at the destination once.
 *
 * @param rewind what to do when the ledger is ahead
 */
record CountJob(
        String url,
        DeliveryStrategy strategy,
        int parallelism,
        int recordsPerSecond,
        Path checkpoints,
        RewindPolicy rewind,
        RestartStrategy restarts,
        FaultInjector faults) {
    static final String NAME = "count";
    static final String SINK = "rows";
    static final int RECORDS = 60_000;
    static final int KEYS = 50;
    private static final int SHARDS = 4;

    record Row(long key, long count) {}

    RunningJob start() {
        StreamEnvironment environment = StreamEnvironment.create(JobOptions.builder()
                .name(NAME)
                .parallelism(parallelism)
                .maxParallelism(8)
                .build());
        environment
                .fromSource(
                        GeneratorSource.bounded(RECORDS, index -> index % KEYS).withRecordsPerSecond(recordsPerSecond),
                        "keys")
                .uid("keys")
                .keyBy(key -> key)
                .process(new Counting())
                .uid("counting")
                .sinkTo(sink())
                .strategy(strategy)
                .shards(SHARDS)
                .uid(SINK);
        Clock clock = Clock.system();
        return JobRunner.start(
                environment.plan(),
                settings(),
                new ExecutionPorts(
                        clock,
                        faults,
                        () -> CheckpointStores.onDisk(checkpoints, NAME, faults, clock),
                        ExecutionPorts.REAL_DELIVERIES));
    }

    private ExecutionSettings settings() {
        return new ExecutionSettings(
                NAME,
                Duration.ofMillis(30),
                Duration.ofSeconds(20),
                checkpoints,
                2,
                restarts,
                rewind,
                null,
                List.of(),
                Duration.ofMillis(100),
                64);
    }

    private JdbcSink<Row> sink() {
        if (strategy == DeliveryStrategy.IDEMPOTENT) {
            return CountTable.upserting(url);
        }
        return JdbcSink.insert(Row.class)
                .url(url)
                .table(CountTable.NAME)
                .column("k", Row::key)
                .column("c", Row::count)
                .build();
    }

    private static final class Counting extends KeyedProcessFunction<Long, Long, Row> {
        private static final long serialVersionUID = 1L;
        private transient ValueState<Long> count;

        @Override
        public void open(RuntimeContext context) {
            count = context.state(new ValueStateDescriptor<>("count", Long.class));
        }

        @Override
        public void processElement(Long value, Context<Long> context, Collector<Row> out) {
            Long before = count.value();
            long after = before == null ? 1 : before + 1;
            count.update(after);
            out.collect(new Row(value, after));
        }
    }
}
