package dev.weir.kafka;

import dev.weir.kafka.Sales.Sale;
import dev.weir.testbed.KafkaOptions;
import dev.weir.testbed.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker for one test class, with topics for one test each. */
final class Broker implements AutoCloseable {
    private final KafkaServer server;
    private final AtomicInteger topics = new AtomicInteger();
    private Admin admin;

    private Broker(KafkaServer server) {
        this.server = server;
        this.admin = connect();
    }

    static Broker start() {
        return start(KafkaOptions.builder().proxied().build());
    }

    static Broker start(KafkaOptions options) {
        return new Broker(KafkaServer.start(options));
    }

    private Admin connect() {
        return Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
    }

    KafkaServer server() {
        return server;
    }

    Admin admin() {
        return admin;
    }

    static <R> R get(KafkaFuture<R> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError("the broker refused", e);
        }
    }

    /** A new topic of one partition. */
    String topic() {
        return topic(Map.of());
    }

    String topic(Map<String, String> configs) {
        String name = "sales-" + topics.incrementAndGet();
        create(name, 1, configs);
        return name;
    }

    void create(String name, int partitions, Map<String, String> configs) {
        get(admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs)))
                .all());
    }

    KafkaSinkBuilder<Sale> sink(String topic) {
        return KafkaSink.<Sale>builder()
                .bootstrapServers(server.bootstrapServers())
                .ledgerTopic("ledger-of-" + topic)
                .deadLetterTopic("letters-of-" + topic)
                .topic(topic)
                .stringKey(Sale::product)
                .stringValue(sale -> String.valueOf(sale.amount()));
    }

    /** What a reader of committed records finds between the beginning and what is stable now, in order. */
    List<String> committed(String topic) {
        return records(topic, "read_committed").stream().map(Broker::text).toList();
    }

    /** Everything that lies there, aborted or not. */
    List<String> uncommitted(String topic) {
        return records(topic, "read_uncommitted").stream().map(Broker::text).toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return string(record.key()) + "=" + string(record.value());
    }

    static String string(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    List<ConsumerRecord<byte[], byte[]>> records(String topic, String isolation) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", server.bootstrapServers());
        properties.put("isolation.level", isolation);
        properties.put("allow.auto.create.topics", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(50)).forEach(found::add);
            }
            return found;
        }
    }

    /** Writes into a topic from outside. */
    void produce(String topic, int partition, String key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", server.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (Exception e) {
            throw new AssertionError("the broker refused", e);
        }
    }

    /** The states of all transactions that were ever begun, by id. */
    Map<String, String> transactionStates() {
        Collection<TransactionListing> listings = get(admin.listTransactions().all());
        Map<String, String> states = new HashMap<>();
        listings.forEach(
                listing -> states.put(listing.transactionalId(), listing.state().toString()));
        return states;
    }

    /** For tests that broke the broker: clients of the old one may take long to come round. */
    void reconnect() {
        admin.close(Duration.ZERO);
        admin = connect();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        server.close();
    }
}
