package dev.weir.kafka;

import dev.weir.testbed.KafkaOptions;
import dev.weir.testbed.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** A broker with what tests do to it. One is shared by all classes of a JVM that do not break it; it ends with the JVM. */
final class TestCluster implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    final KafkaServer server;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    private TestCluster(KafkaOptions options) {
        server = KafkaServer.start(options);
        admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
        // A partition that has just come may refuse the first batch as "not the leader" and take the second: with more
        // than one on
        // the way the producer then sees OUT_OF_ORDER_SEQUENCE_NUMBER until its delivery times out.
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        server.bootstrapServers(),
                        "linger.ms",
                        0,
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static final class Shared {
        private static final TestCluster CLUSTER = new TestCluster(KafkaOptions.builder()
                .user("reader", "secret")
                .user("nobody", "secret")
                .build());
    }

    static TestCluster shared() {
        return Shared.CLUSTER;
    }

    static TestCluster start(KafkaOptions options) {
        return new TestCluster(options);
    }

    String bootstrapServers() {
        return server.bootstrapServers();
    }

    Admin admin() {
        return admin;
    }

    static String newName(String prefix) {
        return prefix + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
    }

    /** A topic of its own for one test. */
    String createTopic(int partitions) throws Exception {
        return createTopic(newName("topic"), partitions);
    }

    String createTopic(String name, int partitions) throws Exception {
        // Records of tests may be as old as they like.
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(Map.of("retention.ms", "-1"));
        admin.createTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
        return name;
    }

    /** A topic that was just deleted may still be on its way out. */
    void createTopicAgain(String name, int partitions) {
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> createTopic(name, partitions).equals(name));
    }

    /** A member of a group, to be closed by the caller. */
    KafkaConsumer<byte[], byte[]> subscribed(String group, String topic) {
        KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "group.id", group),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        member.subscribe(List.of(topic));
        return member;
    }

    void awaitMember(String group, KafkaConsumer<byte[], byte[]> member) {
        Awaitility.await().ignoreExceptions().until(() -> {
            member.poll(Duration.ofMillis(50));
            return !admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get(20, TimeUnit.SECONDS)
                    .members()
                    .isEmpty();
        });
    }

    void deleteTopic(String name) throws Exception {
        admin.deleteTopics(List.of(name)).all().get(20, TimeUnit.SECONDS);
    }

    void addPartitions(String topic, int total) throws Exception {
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total)))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    /** Deletes the records before an offset, as retention does. */
    void deleteRecords(String topic, int partition, long before) throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    /** Writes the texts one behind the other and waits until they are there. */
    void write(String topic, int partition, String... values) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String value : values) {
            records.add(new ProducerRecord<>(topic, partition, null, bytes(value)));
        }
        write(records);
    }

    /** Writes {@code prefix + i} for the numbers. */
    void write(String topic, int partition, String prefix, int from, int to) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(new ProducerRecord<>(topic, partition, null, bytes(prefix + i)));
        }
        write(records);
    }

    void writeAt(String topic, int partition, long timestamp, String value) throws Exception {
        write(List.of(new ProducerRecord<>(topic, partition, timestamp, null, bytes(value))));
    }

    void write(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(producer.send(record));
        }
        producer.flush();
        for (Future<?> future : sent) {
            future.get(20, TimeUnit.SECONDS);
        }
    }

    /** To be closed by the caller. */
    KafkaProducer<String, String> transactionalProducer() {
        KafkaProducer<String, String> made = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "transactional.id", newName("tx"), "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer());
        made.initTransactions();
        return made;
    }

    void commitOffsets(String group, Map<TopicPartition, Long> offsets) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        offsets.forEach((partition, offset) -> all.put(partition, new OffsetAndMetadata(offset)));
        admin.alterConsumerGroupOffsets(group, all).all().get(20, TimeUnit.SECONDS);
    }

    Map<TopicPartition, Long> committedOffsets(String group) throws Exception {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(20, TimeUnit.SECONDS)
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        server.close();
    }
}
