package dev.weir.consistency.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.KafkaOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The suite's eyes: a look that misses something, or sees too much, would prove anything. */
@Timeout(60)
class KafkaDestinationTest {
    private static KafkaDestination destination;

    @BeforeAll
    static void start() {
        destination = new KafkaDestination(KafkaOptions.builder());
    }

    @AfterAll
    static void close() {
        destination.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        destination.prepare(DeliveryStrategy.TWO_PHASE_INSURED);
    }

    private static KafkaProducer<String, String> producer(String id) {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        KafkaAddress.parse(destination.address()).bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        id,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private static OutputRecord record(long offset) {
        return new OutputRecord(0, offset, 1, offset + 1, 7, 0, 1, 0);
    }

    private static void write(KafkaProducer<String, String> producer, int partition, long offset) throws Exception {
        String topic = KafkaAddress.parse(destination.address()).topic();
        producer.send(new ProducerRecord<>(topic, partition, "1", RecordLine.encode(record(offset))))
                .get();
    }

    private static List<OutputRecord> look() throws Exception {
        List<OutputRecord> records = new ArrayList<>();
        destination.read(records::add);
        return records;
    }

    @Test
    void seesWhatIsCommittedAsSoonAsTheProducerIsTold() throws Exception {
        try (KafkaProducer<String, String> producer = producer("one")) {
            for (int i = 0; i < 50; i++) {
                producer.beginTransaction();
                write(producer, i % KafkaDestination.PARTITIONS, i);
                producer.commitTransaction();
                assertThat(look()).as("after commit %s", i).hasSize(i + 1);
            }
        }
        assertThat(destination.inDoubt()).isEmpty();
    }

    @Test
    void seesNothingThatIsOpenOrAborted() throws Exception {
        try (KafkaProducer<String, String> open = producer("open");
                KafkaProducer<String, String> behind = producer("behind")) {
            open.beginTransaction();
            write(open, 0, 0);
            behind.beginTransaction();
            write(behind, 0, 1);
            write(behind, 1, 2);
            behind.commitTransaction();

            assertThat(look()).as("what an open transaction does not hold back").containsExactly(record(2));
            assertThat(destination.inDoubt()).containsExactly("open");

            open.abortTransaction();
            assertThat(look()).containsExactlyInAnyOrder(record(1), record(2));
            assertThat(destination.inDoubt()).isEmpty();
        }
    }

    @Test
    void forgetsWhatAnEarlierCaseHasLeftOpen() throws Exception {
        try (KafkaProducer<String, String> open = producer("left")) {
            open.beginTransaction();
            write(open, 0, 0);
            assertThat(destination.inDoubt()).containsExactly("left");
            destination.prepare(DeliveryStrategy.WRITE_AHEAD_LOG);
            assertThat(destination.inDoubt()).isEmpty();
            assertThat(look()).isEmpty();
        }
    }

    @Test
    void readsOnAfterTheBrokerWasKilled() throws Exception {
        try (KafkaProducer<String, String> producer = producer("before")) {
            producer.beginTransaction();
            write(producer, 0, 0);
            producer.commitTransaction();
            assertThat(look()).containsExactly(record(0));
            destination.kill();
            destination.restart();
            producer.beginTransaction();
            write(producer, 0, 1);
            producer.commitTransaction();
        }
        assertThat(look()).containsExactly(record(0), record(1));
    }
}
