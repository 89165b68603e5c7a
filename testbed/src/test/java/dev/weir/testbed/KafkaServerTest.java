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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class KafkaServerTest {

    private static KafkaServer shared;

    @BeforeAll
    static void start() {
        shared = KafkaServer.start(KafkaOptions.builder()
                .user("alice", "secret")
                .transactionMaxTimeout(Duration.ofMinutes(5))
                .build());
    }

    @AfterAll
    static void end() {
        shared.close();
    }

    @Test
    void keepsAcknowledgedRecordsInAKillAndComesBackOnItsPort() throws Exception {
        createTopic(shared, "kept");
        long before = shared.pid();
        String address = shared.bootstrapServers();
        try (KafkaProducer<String, String> producer = producer(address, Map.of())) {
            for (int i = 0; i < 100; i++) {
                send(producer, "kept", "v" + i);
            }

            shared.kill();

            assertThat(shared.isRunning()).isFalse();
            assertThat(ProcessStat.read(before)).isEmpty();
            shared.restart();
            send(producer, "kept", "v100");
        }
        assertThat(shared.pid()).isNotEqualTo(before);
        assertThat(shared.bootstrapServers()).isEqualTo(address);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            expected.add("v" + i);
        }
        assertThat(committed(shared, "kept")).isEqualTo(expected);
    }

    @Test
    void showsACommittedTransactionAfterAKill() throws Exception {
        createTopic(shared, "committed");
        try (KafkaProducer<String, String> producer = transactional(shared.bootstrapServers(), "tx", Map.of())) {
            producer.beginTransaction();
            send(producer, "committed", "a");
            assertThat(committed(shared, "committed")).isEmpty();
            assertThat(uncommitted(shared, "committed")).containsExactly("a");
            producer.commitTransaction();

            shared.kill();
            shared.restart();
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(committed(shared, "committed")).containsExactly("a"));
    }

    @Test
    void abortsAnOpenTransactionAfterItsTimeout() throws Exception {
        createTopic(shared, "expired");
        try (KafkaProducer<String, String> open =
                        transactional(shared.bootstrapServers(), "late", Map.of("transaction.timeout.ms", "1500"));
                KafkaProducer<String, String> other = producer(shared.bootstrapServers(), Map.of())) {
            open.beginTransaction();
            send(open, "expired", "a");
            send(other, "expired", "b");
            assertThat(committed(shared, "expired")).isEmpty();

            await().atMost(LIMIT).until(() -> committed(shared, "expired").equals(List.of("b")));
            assertThat(uncommitted(shared, "expired")).containsExactly("a", "b");
            assertThatThrownBy(open::commitTransaction).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void takesTheLimitForTransactionTimeouts() {
        assertThatThrownBy(() ->
                        transactional(shared.bootstrapServers(), "long", Map.of("transaction.timeout.ms", "300001")))
                .hasStackTraceContaining("transaction.max.timeout.ms");
    }

    @Test
    void answersNothingWhilePausedAndEverythingAfterwards() throws Exception {
        createTopic(shared, "paused");
        try (KafkaProducer<String, String> producer = producer(shared.bootstrapServers(), Map.of())) {
            send(producer, "paused", "a");
            shared.pause();
            Future<RecordMetadata> answer = producer.send(new ProducerRecord<>("paused", "b"));
            assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(shared.isRunning()).isTrue();

            shared.resume();

            answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(committed(shared, "paused")).containsExactly("a", "b");
    }

    @Test
    void endsInOrderEvenIfItIsPaused() throws Exception {
        createTopic(shared, "ordered");
        try (KafkaProducer<String, String> producer = producer(shared.bootstrapServers(), Map.of())) {
            send(producer, "ordered", "a");
        }
        long first = shared.pid();
        shared.pause();
        shared.stop();
        assertThat(shared.isRunning()).isFalse();

        shared.restart();
        assertThat(shared.pid()).isNotEqualTo(first);
        assertThat(committed(shared, "ordered")).containsExactly("a");
    }

    @Test
    void letsUsersDoWhatAnAclAllowsAndNothingElse() throws Exception {
        createTopic(shared, "allowed");
        createTopic(shared, "forbidden");
        try (Admin admin = KafkaClients.admin(shared.bootstrapServers(), Map.of());
                KafkaProducer<String, String> alice =
                        producer(shared.securedBootstrapServers(), shared.loginOf("alice"))) {
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, "allowed", PatternType.LITERAL),
                            new AccessControlEntry("User:alice", "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
                    .all()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            send(alice, "allowed", "a");
            assertThatThrownBy(() -> send(alice, "forbidden", "a"))
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
        assertThat(committed(shared, "allowed")).containsExactly("a");
        assertThat(committed(shared, "forbidden")).isEmpty();
    }

    @Test
    void refusesAWrongPassword() {
        try (Admin admin =
                KafkaClients.admin(shared.securedBootstrapServers(), KafkaServer.loginOf("alice", "wrong"))) {
            assertThatThrownBy(() -> admin.listTopics().names().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void createsNoTopicByItself() {
        try (Admin admin = KafkaClients.admin(shared.bootstrapServers(), Map.of())) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("misspelt"))
                            .allTopicNames()
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void deletesRecordsAfterTheirRetention() throws Exception {
        try (KafkaServer server = KafkaServer.start(
                        KafkaOptions.builder().retention(Duration.ofMillis(500)).build());
                KafkaProducer<String, String> producer = producer(server.bootstrapServers(), Map.of())) {
            createTopic(server, "short");
            send(producer, "short", "a");
            await().atMost(LIMIT).until(() -> committed(server, "short").isEmpty());
            send(producer, "short", "b");
            server.kill();
            assertThatThrownBy(server::pause)
                    .hasMessage("Cannot pause Kafka: it does not run: port=" + server.port() + "; restart() it first");
        }
    }

    @Test
    void leavesNothingBehindWhenClosed() throws Exception {
        KafkaServer server = KafkaServer.start();
        ProcessStat process = ProcessStat.read(server.pid()).orElseThrow();
        Path folder = Path.of("/proc/" + server.pid() + "/cwd").toRealPath();
        assertThat(folder.resolve("data")).isDirectory();

        server.close();

        assertThat(process.isGone()).isTrue();
        assertThat(folder).doesNotExist();
        assertThatThrownBy(server::restart)
                .hasMessageStartingWith("Cannot restart Kafka: it is closed: port=" + server.port());
    }

    @Test
    void endsWithAJvmThatIsKilledAndIsRemovedByTheNextStart() throws Exception {
        try (ChildJvm child =
                ChildJvm.start(ChildJvmOptions.builder(ServerInAChild.class).build())) {
            long pid = Long.parseLong(child.awaitLine("pid=", LIMIT).substring("pid=".length()));
            ProcessStat process = ProcessStat.read(pid).orElseThrow();
            Path run = Path.of("/proc/" + pid + "/cwd").toRealPath();

            // Not child.kill(), which would take the server with it.
            ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();

            await().until(process::isGone);
            assertThatThrownBy(() -> KafkaServer.start(KafkaOptions.builder()
                            .property("log.segment.bytes", "1")
                            .build()))
                    .isInstanceOf(TestbedException.class)
                    .hasMessageStartingWith("Cannot start Kafka: it ended with exit code 1: ")
                    .hasMessageContaining("Invalid value 1 for configuration log.segment.bytes");
            assertThat(run).doesNotExist();
        }
    }

    static final class ServerInAChild {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("pid=" + KafkaServer.start().pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void saysHowToGetAListenerThatItLacks() {
        assertThatThrownBy(shared::proxiedBootstrapServers)
                .hasMessage("Cannot use a listener of Kafka: it has no proxy; make its options proxied()");
        assertThatThrownBy(() -> shared.loginOf("bob"))
                .hasMessage("Cannot use a listener of Kafka: it has no user bob; give its options a "
                        + "user(\"bob\", password)");
    }
}
