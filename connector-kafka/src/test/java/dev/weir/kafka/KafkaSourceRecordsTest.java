package dev.weir.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

final class KafkaSourceRecordsTest {
    private final TestCluster cluster = TestCluster.shared();

    record Order(String id, int amount) {}

    /** Everything that a deserializer can see. */
    record Seen(String topic, int partition, long offset, long timestamp, String key, String value, String header) {}

    private <T> KafkaSourceBuilder<T> source(KafkaDeserializer<T> deserializer, String topic) {
        return KafkaSource.builder(deserializer)
                .bootstrapServers(cluster.bootstrapServers())
                .topics(topic)
                .bounded(KafkaOffsets.latest());
    }

    @Test
    void givesKeyValueHeadersTimestampAndPlaceToTheDeserializer() throws Exception {
        String topic = cluster.createTopic(2);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, 1, 1234L, "key".getBytes(UTF_8), "value".getBytes(UTF_8));
        record.headers().add(new RecordHeader("trace", "42".getBytes(UTF_8)));
        cluster.write(List.of(record));
        KafkaSource<Seen> source = source(
                        seen -> new Seen(
                                seen.topic(),
                                seen.partition(),
                                seen.offset(),
                                seen.timestamp(),
                                new String(seen.key(), UTF_8),
                                new String(seen.value(), UTF_8),
                                new String(seen.headers().lastHeader("trace").value(), UTF_8)),
                        topic)
                .build();
        try (SourceRun<Seen> run = SourceRun.start(source)) {
            run.drain();
            assertThat(run.records).containsExactly(new Seen(topic, 1, 0, 1234, "key", "value", "42"));
            assertThat(run.timestamps).containsExactly(1234L);
        }
    }

    @Test
    void givesTombstonesToTheDeserializerAndEmitsNothingWhereItReturnsNull() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(List.of(
                new ProducerRecord<>(topic, 0, "a".getBytes(UTF_8), null),
                new ProducerRecord<>(topic, 0, "b".getBytes(UTF_8), "x".getBytes(UTF_8))));

        assertThat(SourceRun.readAll(source(record -> new String(record.key(), UTF_8) + (record.value() == null), topic)
                        .build()))
                .containsExactly("atrue", "bfalse");
        try (SourceRun<String> run = SourceRun.start(source(KafkaDeserializer.strings(), topic)
                .bounded(KafkaOffsets.latest())
                .build())) {
            run.drain();
            assertThat(run.records).containsExactly("x");
            assertThat(run.counter("undeserializableRecords")).isZero();
        }
    }

    @Test
    void readsJsonAndThroughDeserializersOfKafka() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "{\"id\":\"o1\",\"amount\":7}");
        assertThat(SourceRun.readAll(
                        source(KafkaDeserializer.json(Order.class), topic).build()))
                .containsExactly(new Order("o1", 7));
        assertThat(SourceRun.readAll(source(KafkaDeserializer.<String>values(StringDeserializer::new), topic)
                        .build()))
                .containsExactly("{\"id\":\"o1\",\"amount\":7}");
        assertThat(SourceRun.readAll(
                        source(KafkaDeserializer.values(StringDeserializer.class.getName(), String.class), topic)
                                .build()))
                .containsExactly("{\"id\":\"o1\",\"amount\":7}");
    }

    /** As a client of a schema registry: told its address by the source's properties, and the topic with each record. */
    @Test
    void configuresADeserializerWithThePropertiesOfTheSource() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "x");
        Deserializer<String> registry = new Deserializer<>() {
            private String url = "";

            @Override
            public void configure(Map<String, ?> configs, boolean isKey) {
                url = configs.get("schema.registry.url") + (isKey ? " key" : " value");
            }

            @Override
            public String deserialize(String from, byte[] data) {
                return url + " " + from + " " + new String(data, UTF_8);
            }
        };
        assertThat(SourceRun.readAll(source(KafkaDeserializer.<String>values(() -> registry), topic)
                        .property("schema.registry.url", "http://registry:8081")
                        .build()))
                .containsExactly("http://registry:8081 value " + topic + " x");
    }

    @Test
    void failsAtARecordThatCannotBeDeserialisedAndSaysWhere() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "12345678", "short");
        assertThatThrownBy(() -> SourceRun.readAll(source(KafkaDeserializer.<Long>values(LongDeserializer::new), topic)
                        .build()))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                .hasMessage(
                        "Cannot deserialise a record: org.apache.kafka.common.errors.SerializationException: Size of data"
                                + " received by LongDeserializer is not 8: topic=" + topic
                                + ", partition=0, offset=1; correct the"
                                + " deserializer, or choose skipUndeserializableRecords() or undeserializableRecordsTo(tag)");
    }

    @Test
    void leavesRecordsOutThatCannotBeDeserialisedAndCountsThem() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(
                topic,
                0,
                "{\"id\":\"a\",\"amount\":1}",
                "no json",
                "{\"id\":\"b\",\"amount\":2} rest",
                "{\"id\":\"c\",\"amount\":3}");
        try (SourceRun<Order> run = SourceRun.start(source(KafkaDeserializer.json(Order.class), topic)
                .skipUndeserializableRecords()
                .build())) {
            run.drain();
            assertThat(run.records).containsExactly(new Order("a", 1), new Order("c", 3));
            assertThat(run.counter("undeserializableRecords")).isEqualTo(2);
        }
    }

    @Test
    void sendsRecordsThatCannotBeDeserialisedToASideOutput() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(List.of(new ProducerRecord<>(topic, 0, 77L, "k".getBytes(UTF_8), new byte[] {(byte) 0xFF})));
        cluster.write(topic, 0, "fine");
        try (SourceRun<String> run = SourceRun.start(source(KafkaDeserializer.strings(), topic)
                .undeserializableRecordsTo(new OutputTag<>("poison"))
                .build())) {
            run.drain();
            assertThat(run.records).containsExactly("fine");
            assertThat(run.counter("undeserializableRecords")).isEqualTo(1);
            UndeserializableRecord poison = (UndeserializableRecord) run.side.get(0);
            assertThat(poison)
                    .usingRecursiveComparison()
                    .ignoringFields("error")
                    .isEqualTo(new UndeserializableRecord(
                            topic, 0, 0, 77, "k".getBytes(UTF_8), new byte[] {(byte) 0xFF}, ""));
            assertThat(poison.error()).contains("MalformedInputException");
        }
    }

    /** A registry that is away for a moment must not turn good records into skipped ones. */
    @Test
    void neverTakesAFailureOfTheDeserializersSurroundingsForABadRecord() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "good");
        KafkaDeserializer<String> unreachable = record -> {
            throw new SerializationException("Error retrieving schema", new ConnectException("Connection refused"));
        };
        assertThatThrownBy(() -> SourceRun.readAll(
                        source(unreachable, topic).skipUndeserializableRecords().build()))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE))
                .hasMessageStartingWith(
                        "Cannot deserialise a record: its deserializer failed for a reason of its own: ");
    }
}
