package dev.weir.cli.transactions.kafka;

import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.kafka.KafkaSink;
import dev.weir.source.GeneratorSource;
import java.nio.file.Path;
import java.time.Duration;

/** A job for a process of its own, which nearly always has a transaction open. */
final class TicksJob {
    static final String NAME = "ticks of a clock";
    static final String TOPIC = "ticks";

    private static final int TICKS_PER_SECOND = 500;

    private TicksJob() {}

    /** Arguments: the brokers, a folder for checkpoints. */
    public static void main(String... arguments) throws InterruptedException {
        StreamEnvironment environment = StreamEnvironment.create(JobOptions.builder()
                .name(NAME)
                .parallelism(1)
                .checkpointInterval(Duration.ofMillis(500))
                .checkpointDirectory(Path.of(arguments[1]))
                .build());
        environment
                .fromSource(
                        GeneratorSource.unbounded(index -> "tick " + index).withRecordsPerSecond(TICKS_PER_SECOND),
                        "clock")
                .uid("clock")
                .sinkTo(KafkaSink.<String>builder()
                        .bootstrapServers(arguments[0])
                        .topic(TOPIC)
                        .stringValue(tick -> tick)
                        .build())
                .shards(1)
                .uid("wall");
        environment.execute();
    }
}
