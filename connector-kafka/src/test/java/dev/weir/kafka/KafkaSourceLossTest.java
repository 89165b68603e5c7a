package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.source.SplitDiscovery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is gone is never passed over in silence; and what others see of the source's progress. */
@Timeout(120)
final class KafkaSourceLossTest {
    private final TestCluster cluster = TestCluster.shared();

    private KafkaSourceBuilder<String> source(String topic) {
        return KafkaSource.builder(KafkaDeserializer.strings())
                .bootstrapServers(cluster.bootstrapServers())
                .topics(topic);
    }

    private List<KafkaSource.Split> positionBehind(String topic, int records) throws Exception {
        try (SourceRun<String> run = SourceRun.start(source(topic).build())) {
            run.await(records);
            return run.snapshot(1);
        }
    }

    @Test
    void failsWhenRetentionHasDeletedWhatItWasToReadNext() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "a", 0, 3);
        List<KafkaSource.Split> position = positionBehind(topic, 3);
        cluster.write(topic, 0, "b", 0, 10);
        cluster.deleteRecords(topic, 0, 8);
        try (SourceRun<String> run = SourceRun.start(source(topic).build(), position)) {
            assertThatThrownBy(() -> run.await(1))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                    .hasMessage("Cannot read on: the topic's retention has deleted records that were not read: topic="
                            + topic
                            + ", partition=0, wanted offset=3, first available offset=8, missing records=5; raise the topic's"
                            + " retention above the longest time that the job may be down, and start the job with"
                            + " continueOnMissingRecords() to go on without them");
        }
    }

    @Test
    void goesOnAndCountsWhatRetentionHasDeletedIfToldSo() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "a", 0, 3);
        List<KafkaSource.Split> position = positionBehind(topic, 3);
        cluster.write(topic, 0, "b", 0, 7);
        cluster.deleteRecords(topic, 0, 8);
        try (SourceRun<String> run =
                SourceRun.start(source(topic).continueOnMissingRecords().build(), position)) {
            assertThat(run.await(2)).containsExactly("b5", "b6");
            assertThat(run.counter("missingRecords")).isEqualTo(5);
            assertThat(run.snapshot(1)).extracting(KafkaSource.Split::offset).containsExactly(10L);
        }
    }

    @Test
    void failsWhenThePartitionEndsBeforeThePositionUnderEitherPolicy() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "a", 0, 5);
        List<KafkaSource.Split> position = positionBehind(topic, 5);
        cluster.deleteTopic(topic);
        cluster.createTopicAgain(topic, 1);
        cluster.write(topic, 0, "b");
        KafkaSource.Split told = position.get(0);
        assertThat(told.leaderEpoch()).isNotNegative();
        try (SourceRun<String> run =
                SourceRun.start(source(topic).continueOnMissingRecords().build(), position)) {
            assertThatThrownBy(() -> run.await(1))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                    .hasMessageMatching(
                            "Cannot read on: what was read is not in the log any more: positions=\\{" + topic
                                    + "-0=5}, the log is another one from=\\{" + topic
                                    + "-0=.*offset=1.*; the topic was deleted and"
                                    + " created again, or an unclean leader election lost records; start the job without its state"
                                    + ".*");
        }
        position = List.of(
                new KafkaSource.Split(topic, 0, told.topicId(), told.offset(), KafkaSource.Split.NO_EPOCH, told.end()));
        try (SourceRun<String> run =
                SourceRun.start(source(topic).continueOnMissingRecords().build(), position)) {
            assertThatThrownBy(() -> run.await(1))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                    .hasMessage("Cannot read on: the partition ends before the position: topic=" + topic
                            + ", partition=0, wanted offset=5, end=1; the topic was deleted and created again, or an unclean"
                            + " leader election lost 4 offsets; start the job without its state to read the partition as it"
                            + " is now, under another name if its results are to stay");
        }
    }

    @Test
    @SuppressWarnings("try") // closing may be interrupted
    void noticesThatATopicWasDeletedOrCreatedAgain() throws Exception {
        String topic = cluster.createTopic(1);
        KafkaSource<String> source = source(topic).build();
        List<KafkaSource.Split> splits = SourceRun.plan(source);
        Set<String> known = splits.stream().map(KafkaSource.Split::splitId).collect(Collectors.toSet());
        try (SplitDiscovery<KafkaSource.Split> discovery = source.discovery(SourceRun.PLAN)) {
            assertThat(discovery.discover(known)).isEmpty();
            cluster.deleteTopic(topic);
            Awaitility.await()
                    .untilAsserted(() -> assertThatThrownBy(() -> discovery.discover(known))
                            .isInstanceOfSatisfying(
                                    WeirException.class,
                                    e -> assertThat(e.retriable()).isFalse())
                            .hasMessageContaining("[" + topic + "]"));
            cluster.createTopicAgain(topic, 1);
            // As long as the old one, so that no offset tells.
            assertThatThrownBy(() -> discovery.discover(known))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                    .hasMessage(
                            "Cannot read on: partitions that the job reads are not there any more: their topic was deleted"
                                    + " (and perhaps created again), or the source does not name it any more: " + known
                                    + ", reading topic " + topic + " of Kafka at " + cluster.bootstrapServers()
                                    + "; name the topic again, or start the job without its state, under another name if its results"
                                    + " are to stay");
        }
    }

    @Test
    void commitsTheOffsetsOfCompletedCheckpointsOnly() throws Exception {
        String topic = cluster.createTopic(1);
        String group = TestCluster.newName("group");
        TopicPartition partition = new TopicPartition(topic, 0);
        cluster.write(topic, 0, "a", 0, 3);
        try (SourceRun<String> run =
                SourceRun.start(source(topic).groupId(group).build())) {
            run.await(3);
            run.snapshot(1);
            cluster.write(topic, 0, "b", 0, 4);
            run.await(7);
            run.snapshot(2);
            run.pollFor(Duration.ofMillis(200));
            assertThat(cluster.committedOffsets(group)).isEmpty();
            run.completed(1);
            Awaitility.await().untilAsserted(() -> {
                run.poll();
                assertThat(cluster.committedOffsets(group)).isEqualTo(Map.of(partition, 3L));
            });
            run.completed(2);
            Awaitility.await().untilAsserted(() -> {
                run.poll();
                assertThat(cluster.committedOffsets(group)).isEqualTo(Map.of(partition, 7L));
            });
            assertThat(run.counter("failedOffsetCommits")).isZero();
        }
    }

    @Test
    void commitsTheEndsOfABoundedSourceThatIsNotPolledAnyMore() throws Exception {
        String topic = cluster.createTopic(1);
        String group = TestCluster.newName("group");
        cluster.write(topic, 0, "a", 0, 3);
        try (SourceRun<String> run = SourceRun.start(
                source(topic).groupId(group).bounded(KafkaOffsets.latest()).build())) {
            run.drain();
            run.snapshot(1);
            run.completed(1);
            assertThat(cluster.committedOffsets(group)).isEqualTo(Map.of(new TopicPartition(topic, 0), 3L));
        }
    }

    @Test
    void goesOnWhenItsGroupIsTakenByOthersAndCountsTheCommitsThatFail() throws Exception {
        String topic = cluster.createTopic(1);
        String group = TestCluster.newName("group");
        cluster.write(topic, 0, "a", 0, 3);
        try (SourceRun<String> run =
                        SourceRun.start(source(topic).groupId(group).build());
                KafkaConsumer<byte[], byte[]> member = cluster.subscribed(group, topic)) {
            cluster.awaitMember(group, member);
            run.await(3);
            run.snapshot(1);
            run.completed(1);
            Awaitility.await().untilAsserted(() -> {
                run.poll();
                assertThat(run.counter("failedOffsetCommits")).isEqualTo(1);
            });
            cluster.write(topic, 0, "b");
            assertThat(run.await(4)).endsWith("b");
        }
    }

    @Test
    void pausedPartitionsEmitNothingAlsoOfWhatWasFetchedAlready() throws Exception {
        String topic = cluster.createTopic(2);
        cluster.write(topic, 0, "a", 0, 6000);
        cluster.write(topic, 1, "b", 0, 6000);
        try (SourceRun<String> run = SourceRun.start(source(topic).build())) {
            while (!run.bySplit.containsKey(topic + "-0")) {
                run.poll();
            }
            int emitted = run.bySplit.get(topic + "-0").size();
            assertThat(emitted).isLessThan(6000);
            String first = run.snapshot(1).stream()
                    .filter(split -> split.partition() == 0)
                    .findFirst()
                    .orElseThrow()
                    .splitId();
            run.pause(first);
            run.await(emitted + 6000);
            run.pollFor(Duration.ofMillis(200));
            assertThat(run.bySplit.get(topic + "-0")).hasSize(emitted);
            run.pause();
            assertThat(run.await(12_000)).doesNotHaveDuplicates();
        }
    }
}
