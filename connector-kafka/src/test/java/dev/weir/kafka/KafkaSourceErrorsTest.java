package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.testbed.KafkaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class KafkaSourceErrorsTest {
    private final TestCluster cluster = TestCluster.shared();

    private KafkaSourceBuilder<String> source(String... topics) {
        return KafkaSource.builder(KafkaDeserializer.strings())
                .bootstrapServers(cluster.bootstrapServers())
                .topics(topics);
    }

    private KafkaSourceBuilder<String> secured(String user, String... topics) {
        return source(topics)
                .bootstrapServers(cluster.server.securedBootstrapServers())
                .properties(cluster.server.loginOf(user));
    }

    private void allow(String user, ResourceType type, String name, AclOperation... operations) throws Exception {
        for (AclOperation operation : operations) {
            cluster.admin()
                    .createAcls(List.of(new AclBinding(
                            new ResourcePattern(type, name, PatternType.LITERAL),
                            new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }
    }

    @Test
    void reportsAllFaultsOfTheSettingsTogether() {
        assertThatThrownBy(() -> KafkaSource.builder(KafkaDeserializer.bytes())
                        .topics("a")
                        .topicPattern(Pattern.compile("b"))
                        .startingOffsets(KafkaOffsets.committed())
                        .partitionDiscovery(Duration.ofMillis(1))
                        .property("enable.auto.commit", "true")
                        .property("auto.offset.reset", "latest")
                        .property("max.poll.records", "many")
                        .build())
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessage(String.join(
                        System.lineSeparator() + "  - ",
                        "Cannot build a Kafka source: 7 faults:",
                        "no bootstrap servers are given; call bootstrapServers(\"host:9092\")",
                        "property auto.offset.reset is not free to set; call startingOffsets(...); later the positions in the"
                                + " checkpoints count",
                        "property enable.auto.commit is not free to set; positions are in the checkpoints; groupId(...)"
                                + " commits them after each one",
                        "topics are given by name and by pattern; choose one",
                        "committed offsets are asked for without a group; call groupId(...)",
                        "partitionDiscovery is PT0.001S; give PT0.1S or more",
                        "property max.poll.records has a wrong value; correct it"));
    }

    @Test
    void saysWhichTopicsAreMissing() throws Exception {
        String topic = cluster.createTopic(1);
        assertThatThrownBy(() ->
                        SourceRun.plan(source(topic, "missing-1", "missing-2").build()))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessage(
                        "Cannot read topics: they do not exist, or this user may not see them: [missing-1, missing-2]"
                                + " in Kafka at " + cluster.bootstrapServers()
                                + "; create them, correct their names, or grant DESCRIBE");
    }

    @Test
    void refusesAPatternThatMatchesNothingIfNothingCanCome() {
        assertThatThrownBy(() -> SourceRun.plan(KafkaSource.builder(KafkaDeserializer.bytes())
                        .bootstrapServers(cluster.bootstrapServers())
                        .topicPattern(Pattern.compile("no-such-.*"))
                        .bounded(KafkaOffsets.latest())
                        .build()))
                .hasMessage("Cannot read topics matching no-such-.*: no topic matches that this user may see: Kafka at "
                        + cluster.bootstrapServers() + "; correct the pattern, create a topic, or grant DESCRIBE");
    }

    @Test
    void saysThatNoBrokerAnswersAfterABoundedTime() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        long begin = System.nanoTime();
        assertThatThrownBy(() -> SourceRun.plan(
                        source("any").bootstrapServers("127.0.0.1:" + port).build()))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE))
                .hasMessageStartingWith("Cannot read topic any: the cluster does not answer (")
                .hasMessageEndingWith(
                        "): Kafka at 127.0.0.1:" + port + "; check that the brokers run and that 127.0.0.1:" + port
                                + " (and what they advertise) can be reached from here");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void saysThatTheCredentialsAreWrongAndDoesNotShowThem() {
        assertThatThrownBy(() -> SourceRun.plan(source("any")
                        .bootstrapServers(cluster.server.securedBootstrapServers())
                        .properties(KafkaServer.loginOf("reader", "wrongpassword"))
                        .build()))
                .isInstanceOfSatisfying(WeirException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB);
                    assertThat(e).hasMessageContaining("the credentials were refused");
                    assertThat(e)
                            .hasMessageEndingWith(
                                    "; correct sasl.jaas.config, security.protocol and the ssl.* properties");
                    assertThat(e.getMessage()).doesNotContain("wrongpassword");
                });
    }

    @Test
    void saysThatThePermissionToReadATopicIsMissing() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "a");
        assertThatThrownBy(() -> SourceRun.plan(secured("nobody", topic).build()))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessage("Cannot read topic " + topic + ": no permission (Topic authorization failed.): Kafka at "
                        + cluster.server.securedBootstrapServers()
                        + "; grant the user of this client the missing ACL (kafka-acls.sh --list shows what there is)");

        // Whoever may describe but not read learns it when he reads.
        allow("nobody", ResourceType.TOPIC, topic, AclOperation.DESCRIBE);
        try (SourceRun<String> run = SourceRun.start(secured("nobody", topic).build())) {
            assertThatThrownBy(() -> run.await(1))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                    .hasMessage(
                            "Cannot read topic " + topic + ": no permission for topics [" + topic + "]: Kafka at "
                                    + cluster.server.securedBootstrapServers()
                                    + "; grant the user of this client the missing ACL (kafka-acls.sh --list shows what there is)");
        }
        allow("nobody", ResourceType.TOPIC, topic, AclOperation.READ);
        try (SourceRun<String> run = SourceRun.start(secured("nobody", topic).build())) {
            assertThat(run.await(1)).containsExactly("a");
        }
    }

    @Test
    void saysThatThePermissionForTheGroupIsMissing() throws Exception {
        String topic = cluster.createTopic(1);
        allow("reader", ResourceType.TOPIC, topic, AclOperation.DESCRIBE, AclOperation.READ);
        assertThatThrownBy(() -> SourceRun.plan(
                        secured("reader", topic).groupId("not-mine").build()))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessageStartingWith(
                        "Cannot look at group \"not-mine\": no permission for group not-mine: Kafka at ");
    }

    @Test
    void refusesAGroupThatHasMembersOfItsOwn() throws Exception {
        String topic = cluster.createTopic(1);
        String group = TestCluster.newName("group");
        try (KafkaConsumer<byte[], byte[]> member = cluster.subscribed(group, topic)) {
            cluster.awaitMember(group, member);
            assertThatThrownBy(() -> SourceRun.plan(source(topic).groupId(group).build()))
                    .hasMessage("Cannot use the group for the offsets of this job: group id clash: group \"" + group
                            + "\" has 1 members of its own; give groupId(...) a name that only this job uses");
        }
    }

    @Test
    void saysWhichDeserializerIsMissing() {
        assertThatThrownBy(() -> KafkaDeserializer.values("io.confluent.kafka.NoSuchDeserializer", Object.class))
                .hasMessage(
                        "Cannot use a deserializer: it is not on the class path: io.confluent.kafka.NoSuchDeserializer;"
                                + " correct the name or add the library that has it");
        assertThatThrownBy(() -> KafkaDeserializer.values("java.lang.String", Object.class))
                .hasMessage("Cannot use a deserializer: it is no org.apache.kafka.common.serialization.Deserializer:"
                        + " java.lang.String; correct the name or add the library that has it");
    }
}
