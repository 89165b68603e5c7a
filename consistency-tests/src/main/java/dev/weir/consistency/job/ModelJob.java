package dev.weir.consistency.job;

import dev.weir.DataStream;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Workload;
import dev.weir.graph.PhysicalPlan;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.source.Source;
import java.util.List;

/**
 * The model job: source, rolling hash by key, one or more sinks.
 *
 * @param source of the workload's inputs, as a {@link ModelSource} gives them
 * @param shards of each sink; not below the parallelism of any attempt
 */
public record ModelJob(
        Workload workload, Source<ModelInput, ?> source, int parallelism, int shards, List<Output> outputs) {
    public static final String NAME = "model";
    /** The uid of its source. */
    static final String SOURCE = "input";

    private static final int MAX_PARALLELISM = 8;

    /** One sink, by the uid that is its name in events. */
    public record Output(String uid, Sink<OutputRecord> sink, DeliveryStrategy strategy) {}

    public ModelJob {
        outputs = List.copyOf(outputs);
    }

    public PhysicalPlan plan() {
        StreamEnvironment environment = StreamEnvironment.create(JobOptions.builder()
                .name(NAME)
                .parallelism(parallelism)
                .maxParallelism(MAX_PARALLELISM)
                .build());
        DataStream<OutputRecord> hashed = environment
                .fromSource(source, SOURCE)
                .uid(SOURCE)
                .keyBy(ModelInput::key)
                .process(new RollingHash(workload))
                .uid("hash");
        for (Output output : outputs) {
            hashed.sinkTo(output.sink())
                    .strategy(output.strategy())
                    .shards(shards)
                    .uid(output.uid());
        }
        return environment.plan();
    }
}
