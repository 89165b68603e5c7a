package dev.weir.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of a broker whose every call ends within {@link #LIMIT}. */
final class KafkaClients {

    static final Duration LIMIT = Duration.ofSeconds(20);

    private KafkaClients() {}

    static Admin admin(String bootstrapServers, Map<String, String> more) {
        return Admin.create(properties(bootstrapServers, more));
    }

    static void createTopic(KafkaServer server, String topic) throws Exception {
        try (Admin admin = admin(server.bootstrapServers(), Map.of())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                    .all()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    static KafkaProducer<String, String> producer(String bootstrapServers, Map<String, String> more) {
        Map<String, Object> all = properties(bootstrapServers, Map.of());
        all.remove("default.api.timeout.ms");
        all.put("max.block.ms", Long.toString(LIMIT.toMillis()));
        all.put("delivery.timeout.ms", Long.toString(LIMIT.toMillis()));
        all.put("linger.ms", "0");
        all.putAll(more);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    static KafkaProducer<String, String> transactional(String bootstrapServers, String id, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("transactional.id", id);
        KafkaProducer<String, String> producer = producer(bootstrapServers, all);
        producer.initTransactions();
        return producer;
    }

    /** Returns when the broker has acknowledged it. */
    static void send(KafkaProducer<String, String> producer, String topic, String value)
            throws InterruptedException, ExecutionException, TimeoutException {
        producer.send(new ProducerRecord<>(topic, value)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** All that is there now for a reader of committed records; that no transaction is open is not waited for. */
    static List<String> committed(KafkaServer server, String topic) {
        return read(server, topic, "read_committed");
    }

    static List<String> uncommitted(KafkaServer server, String topic) {
        return read(server, topic, "read_uncommitted");
    }

    private static List<String> read(KafkaServer server, String topic, String isolation) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                properties(server.bootstrapServers(), Map.of("isolation.level", isolation)),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> entry : consumer.poll(Duration.ofMillis(100))) {
                    values.add(entry.value());
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("no end of " + topic + " at " + end + " within " + LIMIT);
                }
            }
            return values;
        }
    }

    private static Map<String, Object> properties(String bootstrapServers, Map<String, String> more) {
        Map<String, Object> all = new HashMap<>();
        all.put("bootstrap.servers", bootstrapServers);
        all.put("default.api.timeout.ms", Long.toString(LIMIT.toMillis()));
        all.put("request.timeout.ms", "5000");
        all.put("reconnect.backoff.max.ms", "200");
        all.putAll(more);
        return all;
    }
}
