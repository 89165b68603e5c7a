package dev.weir.consistency.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.KafkaOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs over a ledger that somebody has touched, and two jobs over one. */
@Timeout(120)
class KafkaLedgerTest {
    private static final int RECORDS = 3_000;
    private static KafkaDestination destination;

    @TempDir
    private Path folder;

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

    private static KafkaAddress names() {
        return KafkaAddress.parse(destination.address());
    }

    private StreamEnvironment environment(String name) {
        return StreamEnvironment.create(JobOptions.builder()
                .name(name)
                .parallelism(2)
                .checkpointInterval(Duration.ofMillis(40))
                .checkpointDirectory(folder.resolve(name))
                .restartStrategy(RestartStrategy.none())
                .build());
    }

    /** A record for each number, with a shard of its own for each subtask. */
    private Job job(String name, long pauseNanos) {
        StreamEnvironment environment = environment(name);
        environment
                .fromGenerator(RECORDS, number -> {
                    LockSupport.parkNanos(pauseNanos);
                    return name + " " + number;
                })
                .uid("numbers")
                .sinkTo(Kafka.<String>to(names())
                        .stringKey(text -> text)
                        .stringValue(text -> text)
                        .build())
                .strategy(DeliveryStrategy.TWO_PHASE_INSURED)
                .uid("out");
        return environment.start();
    }

    private Job halfDone(String name) throws Exception {
        Job job = job(name, 300_000);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !committed().isEmpty());
        job.cancel();
        assertThat(job.await(Duration.ofSeconds(30))).isTrue();
        return job;
    }

    private static List<String> committed() throws Exception {
        destination.transactions().awaitMarkers();
        List<String> values = new ArrayList<>();
        read(
                names().topic(),
                KafkaDestination.PARTITIONS,
                record -> values.add(new String(record, StandardCharsets.UTF_8)));
        return values;
    }

    private static void read(String topic, int partitions, Consumer<byte[]> values) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", names().bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                all.add(new TopicPartition(topic, i));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.accept(record.value()));
            }
        }
    }

    private void assertRefused(String name, ErrorCode code, String... words) {
        assertThatThrownBy(() -> job(name, 0).await())
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code))
                .message()
                .contains(words);
    }

    @Test
    void jobWhoseLedgerWasDeletedStopsAndSaysWhatIsGone() throws Exception {
        halfDone("deleted");
        int before = committed().size();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", names().bootstrapServers()))) {
            admin.deleteTopics(List.of(names().ledger())).all().get(30, TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !admin.listTopics().names().get().contains(names().ledger()));
        }

        assertRefused("deleted", ErrorCode.COMMIT_LOST, "its ledger is empty", "units were committed");
        assertThat(committed()).hasSize(before);
    }

    @Test
    void jobWhoseLedgerANewerVersionHasWrittenStopsAndSaysSo() throws Exception {
        halfDone("newer");
        int before = committed().size();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", names().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Map<String, Integer> places = ledgerKeys();
            assertThat(places).isNotEmpty();
            for (Map.Entry<String, Integer> place : places.entrySet()) {
                producer.send(new ProducerRecord<>(
                                names().ledger(),
                                place.getValue(),
                                place.getKey().getBytes(StandardCharsets.UTF_8),
                                "{\"format\":99}".getBytes(StandardCharsets.UTF_8)))
                        .get(30, TimeUnit.SECONDS);
            }
        }

        assertRefused("newer", ErrorCode.DESTINATION_REJECTED, "a newer version of Weir has written it", "format 99");
        assertThat(committed()).hasSize(before);
    }

    private static Map<String, Integer> ledgerKeys() {
        Map<String, Integer> places = new java.util.TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", names().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(names().ledger()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record ->
                                places.put(new String(record.key(), StandardCharsets.UTF_8), record.partition()));
            }
        }
        return places;
    }

    @Test
    void jobsWhoseNamesBeginAlikeShareTopicAndLedger() throws Exception {
        Job one = job("orders", 100_000);
        Job other = job("orders-2", 100_000);
        Job third = job("orders 2", 100_000);
        assertThat(List.of(
                        one.await().status(),
                        other.await().status(),
                        third.await().status()))
                .containsOnly(JobStatus.FINISHED);

        assertThat(committed()).hasSize(3 * RECORDS).doesNotHaveDuplicates();
        assertThat(destination.transactions().underWay()).isEmpty();
        assertThat(Set.copyOf(ledgerKeys().keySet())).hasSizeGreaterThanOrEqualTo(6);
    }
}
