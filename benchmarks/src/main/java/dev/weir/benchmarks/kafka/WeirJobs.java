package dev.weir.benchmarks.kafka;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.StreamSink;
import dev.weir.benchmarks.Tally;
import dev.weir.kafka.KafkaDeserializer;
import dev.weir.kafka.KafkaOffsets;
import dev.weir.kafka.KafkaSink;
import dev.weir.kafka.KafkaSource;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.source.GeneratorFunction;
import dev.weir.source.GeneratorSource;

/** The same work as jobs. */
final class WeirJobs {
    private final KafkaCase settings;

    WeirJobs(KafkaCase settings) {
        this.settings = settings;
    }

    private StreamEnvironment environment(String name) {
        return StreamEnvironment.create(JobOptions.builder()
                .name(name)
                .parallelism(settings.parallelism())
                .checkpointInterval(settings.checkpointInterval())
                .checkpointDirectory(settings.directory().resolve(name))
                .build());
    }

    /** Topic to map to topic; ends with the topic. */
    Job pipe(String input, String output, Tally tally) {
        StreamEnvironment environment = environment(output);
        deliver(environment
                .fromSource(source(input), "topic")
                .map(bytes -> {
                    tally.recordIn();
                    return Payload.map(bytes);
                })
                .sinkTo(sink(output)));
        return environment.start();
    }

    /** Topic to nothing. */
    Job read(String input, String name, Tally tally) {
        StreamEnvironment environment = environment(name);
        environment.fromSource(source(input), "topic").sinkTo(tally.sink(Payload::number));
        return environment.start();
    }

    /** Generator to topic. */
    Job write(String output, long records, long recordsPerSecond, GeneratorFunction<byte[]> function) {
        StreamEnvironment environment = environment(output);
        GeneratorSource<byte[]> generator = GeneratorSource.bounded(records, function);
        deliver(environment
                .fromSource(
                        recordsPerSecond > 0 ? generator.withRecordsPerSecond(recordsPerSecond) : generator, "numbers")
                .sinkTo(sink(output)));
        return environment.start();
    }

    private KafkaSource<byte[]> source(String topic) {
        return KafkaSource.builder(KafkaDeserializer.bytes())
                .bootstrapServers(settings.bootstrap())
                .topics(topic)
                .bounded(KafkaOffsets.latest())
                .build();
    }

    private KafkaSink<byte[]> sink(String topic) {
        return KafkaSink.<byte[]>builder()
                .bootstrapServers(settings.bootstrap())
                .topic(topic)
                .bytesValue(bytes -> bytes)
                .property("batch.size", "65536")
                .property("linger.ms", "5")
                .property("buffer.memory", "67108864")
                .build();
    }

    private void deliver(StreamSink sink) {
        if (!settings.strategy().isEmpty()) {
            sink.strategy(DeliveryStrategy.valueOf(settings.strategy()));
        }
    }
}
