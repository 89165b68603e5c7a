package dev.weir.consistency.builtin;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.kafka.KafkaSink;
import dev.weir.kafka.KafkaSinkBuilder;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.testbed.KafkaOptions;
import java.time.Duration;
import java.util.List;

/** The Kafka sink over a broker of its own. */
public final class Kafka implements SinkUnderTest {
    /** Short, so that a process can sleep past it in the time of a test. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(4);

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return List.of(
                DeliveryStrategy.TWO_PHASE_INSURED,
                DeliveryStrategy.WRITE_AHEAD_LOG,
                DeliveryStrategy.IDEMPOTENT,
                DeliveryStrategy.AT_LEAST_ONCE);
    }

    @Override
    public Destination start() {
        return new KafkaDestination(KafkaOptions.builder());
    }

    @Override
    public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
        KafkaSinkBuilder<OutputRecord> records =
                Kafka.<OutputRecord>to(KafkaAddress.parse(address)).stringValue(RecordLine::encode);
        // A shard's records go to its partition, so that a reader sees each of its units as a whole. What replaces an
        // earlier record
        // of its key must come to the same partition whichever shard writes it.
        return strategy == DeliveryStrategy.IDEMPOTENT
                ? records.stringKey(record -> record.partition() + "-" + record.offset())
                        .build()
                : records.stringKey(record -> Long.toString(record.key()))
                        .partition(record -> record.shard() % KafkaDestination.PARTITIONS)
                        .build();
    }

    static <T> KafkaSinkBuilder<T> to(KafkaAddress names) {
        return KafkaSink.<T>builder()
                .bootstrapServers(names.bootstrapServers())
                .topic(names.topic())
                .ledgerTopic(names.ledger())
                .transactionTimeout(TRANSACTION_TIMEOUT);
    }
}
