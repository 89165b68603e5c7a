package dev.weir.cli.indoubt;

import dev.weir.JobDefinition;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.jdbc.JdbcSink;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.source.GeneratorSource;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The job that is killed: writes readings in prepared transactions. Arguments: the database's URL, the folder of the
 * checkpoints, and whether it {@linkplain StallingSink stalls} or runs to its end.
 */
final class ReadingsJob implements JobDefinition {
    static final String CREATE_TABLE = "CREATE TABLE readings (id bigint NOT NULL, celsius double precision NOT NULL)";
    static final String STALL = "stall";
    static final String RUN = "run";
    static final long READINGS = 6_000;

    private static final int READINGS_PER_SECOND = 2_000;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

    /** One reading of a thermometer. */
    record Reading(long id, double celsius) {}

    public static void main(String... arguments) throws InterruptedException {
        new ReadingsJob().define(arguments).execute();
    }

    @Override
    public StreamEnvironment define(String... arguments) {
        JobOptions options = JobOptions.builder()
                .name("readings")
                .parallelism(2)
                .checkpointInterval(CHECKPOINT_INTERVAL)
                .checkpointDirectory(Path.of(arguments[1]))
                .build();
        JdbcSink<Reading> table = JdbcSink.insert(Reading.class)
                .url(arguments[0])
                .table("readings")
                .column("id", Reading::id)
                .column("celsius", Reading::celsius)
                .build();
        SupportsTwoPhaseCommit<Reading> sink = arguments[2].equals(STALL) ? new StallingSink<>(table) : table;
        StreamEnvironment environment = StreamEnvironment.create(options);
        environment
                .fromSource(
                        GeneratorSource.bounded(READINGS, index -> new Reading(index, 15 + index % 100 / 10.0))
                                .withRecordsPerSecond(READINGS_PER_SECOND),
                        "thermometers")
                .uid("thermometers")
                .sinkTo(sink)
                .strategy(DeliveryStrategy.TWO_PHASE)
                .shards(2)
                .uid("table");
        return environment;
    }
}
