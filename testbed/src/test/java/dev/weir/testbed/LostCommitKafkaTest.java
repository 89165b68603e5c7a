package dev.weir.testbed;

import static dev.weir.testbed.KafkaClients.LIMIT;
import static dev.weir.testbed.KafkaClients.committed;
import static dev.weir.testbed.KafkaClients.createTopic;
import static dev.weir.testbed.KafkaClients.producer;
import static dev.weir.testbed.KafkaClients.send;
import static dev.weir.testbed.KafkaClients.transactional;
import static dev.weir.testbed.KafkaClients.uncommitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The faults of the proxy as clients of Kafka see them. */
final class LostCommitKafkaTest {

    private static final Map<String, String> IMPATIENT = Map.of("max.block.ms", "1500");

    private static KafkaServer server;

    private String topic;

    @BeforeAll
    static void start() {
        server = KafkaServer.start(KafkaOptions.builder().proxied().build());
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void create(TestInfo info) throws Exception {
        topic = info.getTestMethod().orElseThrow().getName();
        createTopic(server, topic);
    }

    @AfterEach
    void heal() {
        server.proxy().heal();
    }

    @Test
    void recordsAreThereWhenTheReplyIsLost() throws Exception {
        Tripwire tripwire = server.proxy().arm(CutPoint.replyLostTo(KafkaRequest.END_TXN));
        commitInVain(tripwire);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(committed(server, topic)).containsExactly("a"));
    }

    @Test
    void recordsAreNotThereWhenTheRequestIsLost() throws Exception {
        Tripwire tripwire = server.proxy().arm(CutPoint.requestLost(KafkaRequest.END_TXN));
        commitInVain(tripwire);
        assertThat(uncommitted(server, topic)).containsExactly("a");
        assertThat(committed(server, topic)).isEmpty();

        // The next producer of that name has it aborted.
        transactional(server.bootstrapServers(), topic, Map.of()).close();
        try (KafkaProducer<String, String> other = producer(server.bootstrapServers(), Map.of())) {
            send(other, topic, "b");
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(committed(server, topic)).containsExactly("b"));
    }

    /** The connection is cut, and none can be made again, as if the network were gone. */
    private void commitInVain(Tripwire tripwire) throws Exception {
        try (KafkaProducer<String, String> producer =
                transactional(server.proxiedBootstrapServers(), topic, IMPATIENT)) {
            producer.beginTransaction();
            send(producer, topic, "a");
            assertThat(tripwire.hasFired()).isFalse();
            server.proxy().refuse();
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(TimeoutException.class);
            tripwire.awaitFired(LIMIT);
            producer.close(Duration.ZERO);
        }
    }

    @Test
    void theClientAsksAgainWhenOnlyTheConnectionIsLost() throws Exception {
        Tripwire tripwire =
                server.proxy().arm(CutPoint.replyLostTo(KafkaRequest.END_TXN).by(Cut.FINISH));
        try (KafkaProducer<String, String> producer =
                transactional(server.proxiedBootstrapServers(), topic, Map.of())) {
            producer.beginTransaction();
            send(producer, topic, "a");
            producer.commitTransaction();
        }
        tripwire.awaitFired(LIMIT);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(committed(server, topic)).containsExactly("a"));
    }

    @Test
    void cutsTheOccurrenceAskedFor() throws Exception {
        Tripwire tripwire = server.proxy()
                .arm(CutPoint.requestLost(KafkaRequest.PRODUCE).atOccurrence(3).by(Cut.SILENCE));
        try (KafkaProducer<String, String> producer =
                producer(server.proxiedBootstrapServers(), Map.of("request.timeout.ms", "1000"))) {
            send(producer, topic, "a");
            send(producer, topic, "b");
            assertThat(tripwire.hasFired()).isFalse();
            Future<RecordMetadata> third = producer.send(new ProducerRecord<>(topic, "c"));
            tripwire.awaitFired(LIMIT);
            assertThat(committed(server, topic)).containsExactly("a", "b");
            third.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(committed(server, topic)).containsExactly("a", "b", "c");
    }

    @Test
    void aCommitThatComesTooLateIsRefused() throws Exception {
        Tripwire tripwire =
                server.proxy().arm(CutPoint.requestLost(KafkaRequest.END_TXN).by(Cut.HOLD));
        try (KafkaProducer<String, String> zombie = transactional(server.proxiedBootstrapServers(), topic, Map.of())) {
            zombie.beginTransaction();
            send(zombie, topic, "a");
            CompletableFuture<Void> commit = CompletableFuture.runAsync(zombie::commitTransaction);
            tripwire.awaitFired(LIMIT);
            try (KafkaProducer<String, String> next = transactional(server.bootstrapServers(), topic, Map.of())) {
                server.proxy().heal();
                assertThatThrownBy(() -> commit.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .hasMessageContaining("Fenced");
                next.beginTransaction();
                send(next, topic, "b");
                next.commitTransaction();
            }
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(committed(server, topic)).containsExactly("b"));
    }

    @Test
    void aReplyThatIsHeldBackArrivesLate() throws Exception {
        Tripwire tripwire =
                server.proxy().arm(CutPoint.replyLostTo(KafkaRequest.END_TXN).by(Cut.HOLD));
        try (KafkaProducer<String, String> producer =
                transactional(server.proxiedBootstrapServers(), topic, Map.of())) {
            producer.beginTransaction();
            send(producer, topic, "a");
            CompletableFuture<Void> commit = CompletableFuture.runAsync(producer::commitTransaction);
            tripwire.awaitFired(LIMIT);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(committed(server, topic)).containsExactly("a"));
            assertThat(commit).isNotDone();

            server.proxy().heal();

            commit.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void staysBeforeTheBrokerOverARestart() throws Exception {
        String address = server.proxiedBootstrapServers();
        try (KafkaProducer<String, String> producer = producer(address, Map.of())) {
            send(producer, topic, "a");
            server.kill();
            server.restart();
            assertThat(server.proxiedBootstrapServers()).isEqualTo(address);
            send(producer, topic, "b");
            assertThat(server.proxy().connections()).isPositive();
        }
        assertThat(committed(server, topic)).containsExactly("a", "b");
    }
}
