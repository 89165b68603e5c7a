package dev.weir.consistency.builtin;

import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.exec.RestartStrategy;
import dev.weir.function.Collector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.kafka.KafkaDeserializer;
import dev.weir.kafka.KafkaOffsets;
import dev.weir.kafka.KafkaSource;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process that reads a topic to what was its end at the first start, counts by key, and writes a topic.
 *
 * <p>Each input is an {@link OutputRecord} whose {@code sequence} is the number in its key; the output's {@code hash} is what was counted.
 */
final class KafkaPipeline {
    static final String STARTED = "pipeline runs";
    static final String FINISHED = "pipeline is done";
    private static final int PARALLELISM = 2;

    private KafkaPipeline() {}

    static String inputOf(KafkaAddress names) {
        return "input-" + names.number();
    }

    /** Words: address, strategy, folder of checkpoints, nanoseconds for each record. */
    public static void main(String[] words) throws InterruptedException {
        KafkaAddress names = KafkaAddress.parse(words[0]);
        long pause = Long.parseLong(words[3]);
        StreamEnvironment environment = StreamEnvironment.create(JobOptions.builder()
                .name("pipeline")
                .parallelism(PARALLELISM)
                .checkpointInterval(Duration.ofMillis(50))
                .checkpointDirectory(Path.of(words[2]))
                .restartStrategy(RestartStrategy.fixedDelay(200, Duration.ofMillis(100)))
                .build());
        environment
                .fromSource(
                        KafkaSource.builder(KafkaDeserializer.strings())
                                .bootstrapServers(names.bootstrapServers())
                                .topics(inputOf(names))
                                .startingOffsets(KafkaOffsets.earliest())
                                .bounded(KafkaOffsets.latest())
                                .build(),
                        "input")
                .uid("input")
                .map(line -> {
                    LockSupport.parkNanos(pause);
                    return RecordLine.decode(line);
                })
                .keyBy(OutputRecord::key)
                .process(new Counting())
                .uid("counting")
                .sinkTo(new Kafka().create(words[0], DeliveryStrategy.valueOf(words[1])))
                .strategy(DeliveryStrategy.valueOf(words[1]))
                .uid("output");
        System.out.println(STARTED);
        environment.execute();
        System.out.println(FINISHED);
    }

    /** Counts in state that has to come through every kill. */
    private static final class Counting extends KeyedProcessFunction<Long, OutputRecord, OutputRecord> {
        private static final long serialVersionUID = 1L;

        private transient @Nullable ValueState<Long> count;
        private transient int shard;
        private transient long attempt;

        @Override
        public void open(RuntimeContext context) {
            count = context.state(new ValueStateDescriptor<>("count", Long.class));
            shard = context.subtaskIndex();
            attempt = context.attempt();
        }

        @Override
        public void processElement(OutputRecord value, Context<Long> context, Collector<OutputRecord> out) {
            ValueState<Long> state = Objects.requireNonNull(count);
            Long before = state.value();
            long counted = before == null ? 1 : before + 1;
            state.update(counted);
            out.collect(new OutputRecord(
                    value.partition(), value.offset(), value.key(), value.sequence(), counted, shard, attempt, 0));
        }
    }
}
