package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.source.PollStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class KafkaSourcePositionsTest {
    private final TestCluster cluster = TestCluster.shared();

    private KafkaSourceBuilder<String> source(String... topics) {
        return KafkaSource.builder(KafkaDeserializer.strings())
                .bootstrapServers(cluster.bootstrapServers())
                .topics(topics);
    }

    @Test
    void readsFromTheEarliestRecordToTheEndOfTheStart() throws Exception {
        String topic = cluster.createTopic(2);
        cluster.write(topic, 0, "a", "b");
        cluster.write(topic, 1, "x");
        KafkaSource<String> source =
                source(topic).bounded(KafkaOffsets.latest()).build();
        List<KafkaSource.Split> splits = SourceRun.plan(source);
        cluster.write(topic, 0, "too late");

        try (SourceRun<String> run = SourceRun.start(source, splits)) {
            run.drain();
            assertThat(run.bySplit)
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(topic + "-0", List.of("a", "b"), topic + "-1", List.of("x")));
            assertThat(run.finishedPartitions).containsExactlyInAnyOrder(topic + "-0", topic + "-1");
            assertThat(run.snapshot(1)).isEmpty();
        }
    }

    @Test
    void readsFromTheLatestRecordOnWhateverTimePassesUntilItReads() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "old");
        KafkaSource<String> source =
                source(topic).startingOffsets(KafkaOffsets.latest()).build();
        List<KafkaSource.Split> splits = SourceRun.plan(source);
        cluster.write(topic, 0, "new");

        try (SourceRun<String> run = SourceRun.start(source, splits)) {
            assertThat(run.await(1)).containsExactly("new");
        }
    }

    @Test
    void readsFromATimestampToATimestamp() throws Exception {
        String topic = cluster.createTopic(2);
        for (int i = 0; i < 5; i++) {
            cluster.writeAt(topic, 0, 1000 + i, "a" + i);
        }
        cluster.writeAt(topic, 1, 500, "before");

        List<String> records = SourceRun.readAll(source(topic)
                .startingOffsets(KafkaOffsets.timestamp(Instant.ofEpochMilli(1001)))
                .bounded(KafkaOffsets.timestamp(Instant.ofEpochMilli(1003)))
                .build());

        assertThat(records).containsExactly("a1", "a2");
    }

    @Test
    void readsFromTheOffsetsOfItsGroupAndElseFromTheFallback() throws Exception {
        String topic = cluster.createTopic(2);
        String group = TestCluster.newName("group");
        cluster.write(topic, 0, "a0", "a1", "a2");
        cluster.write(topic, 1, "b0", "b1");
        cluster.commitOffsets(group, Map.of(new TopicPartition(topic, 0), 2L));

        List<String> records = SourceRun.readAll(source(topic)
                .groupId(group)
                .startingOffsets(KafkaOffsets.committed(KafkaOffsets.earliest()))
                .bounded(KafkaOffsets.latest())
                .build());

        assertThat(records).containsExactlyInAnyOrder("a2", "b0", "b1");
    }

    @Test
    void refusesGroupOffsetsThatAreMissingIfThereIsNoFallback() throws Exception {
        String topic = cluster.createTopic(1);
        KafkaSource<String> source = source(topic)
                .groupId(TestCluster.newName("group"))
                .startingOffsets(KafkaOffsets.committed())
                .build();

        assertThatThrownBy(() -> SourceRun.plan(source))
                .hasMessage("Cannot plan the positions of partitions: the group has committed no offset for them: ["
                        + topic + "-0]; give committed(...) a fallback, for example earliest()");
    }

    @Test
    void readsFromGivenOffsetsToGivenOffsets() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "a", 0, 10);
        TopicPartition partition = new TopicPartition(topic, 0);

        List<String> records = SourceRun.readAll(source(topic)
                .startingOffsets(KafkaOffsets.given(Map.of(partition, 3L)))
                .bounded(KafkaOffsets.given(Map.of(partition, 6L)))
                .build());

        assertThat(records).containsExactly("a3", "a4", "a5");
    }

    @Test
    void refusesGivenOffsetsThatCannotBe() throws Exception {
        String topic = cluster.createTopic(2);
        TopicPartition partition = new TopicPartition(topic, 0);

        assertThatThrownBy(() -> SourceRun.plan(source(topic)
                        .startingOffsets(KafkaOffsets.given(Map.of(new TopicPartition(topic, 7), 3L)))
                        .build()))
                .hasMessage("Cannot read from given offsets: the source reads no such partitions: [" + topic
                        + "-7]; correct topic and partition");
        assertThatThrownBy(() -> SourceRun.plan(source(topic)
                        .startingOffsets(KafkaOffsets.given(Map.of(partition, 0L)))
                        .build()))
                .hasMessage("Cannot plan the positions of partitions: no offset is given for them: [" + topic
                        + "-1]; give all partitions one, or given(...) a fallback, for example earliest()");
        assertThatThrownBy(() -> SourceRun.plan(source(topic)
                        .startingOffsets(KafkaOffsets.given(Map.of(partition, 5L), KafkaOffsets.latest()))
                        .build()))
                .hasMessage("Cannot begin to read: positions are behind the end of their partitions: [" + topic
                        + "-0 at 5, its end is 0]; correct startingOffsets(...)");
    }

    @Test
    void waitsForAGivenEndThatIsNotWrittenYet() throws Exception {
        String topic = cluster.createTopic(1);
        KafkaSource<String> source = source(topic)
                .bounded(KafkaOffsets.given(Map.of(new TopicPartition(topic, 0), 2L)))
                .build();
        try (SourceRun<String> run = SourceRun.start(source)) {
            cluster.write(topic, 0, "a");
            run.await(1);
            assertThat(run.poll()).isEqualTo(PollStatus.WAIT);
            cluster.write(topic, 0, "b", "c");
            run.drain();
            assertThat(run.records).containsExactly("a", "b");
        }
    }

    @Test
    void continuesBehindTheLastEmittedRecordOfASnapshotInTheMiddleOfAFetch() throws Exception {
        String topic = cluster.createTopic(2);
        cluster.write(topic, 0, "a", 0, 5000);
        cluster.write(topic, 1, "b", 0, 5000);
        KafkaSource<String> source =
                source(topic).bounded(KafkaOffsets.latest()).build();
        List<String> all;
        List<KafkaSource.Split> position;
        try (SourceRun<String> run = SourceRun.start(source)) {
            while (run.records.isEmpty()) {
                run.poll();
            }
            position = run.snapshot(1);
            all = new ArrayList<>(run.records);
            assertThat(all).hasSizeLessThan(5000);
        }
        while (!position.isEmpty()) {
            try (SourceRun<String> run = SourceRun.start(source, position)) {
                int polls = 0;
                while (polls < 2 && run.poll() != PollStatus.END) {
                    polls += run.records.isEmpty() ? 0 : 1;
                }
                position = run.snapshot(1);
                all.addAll(run.records);
            }
        }
        assertThat(all).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(all.stream().filter(record -> record.startsWith("a")))
                .containsExactlyElementsOf(
                        IntStream.range(0, 5000).mapToObj(i -> "a" + i).toList());
    }

    @Test
    void readsNoAbortedRecordsAndEndsBehindMarkers() throws Exception {
        String topic = cluster.createTopic(1);
        try (KafkaProducer<String, String> producer = cluster.transactionalProducer()) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "committed")).get();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "aborted")).get();
            producer.abortTransaction();
        }
        KafkaSource<String> source =
                source(topic).bounded(KafkaOffsets.latest()).build();
        List<KafkaSource.Split> splits = SourceRun.plan(source);

        // Two records and two markers: no record stands at the last offset.
        assertThat(splits).extracting(KafkaSource.Split::end).containsExactly(4L);
        try (SourceRun<String> run = SourceRun.start(source, splits)) {
            run.drain();
            assertThat(run.records).containsExactly("committed");
        }
        assertThat(SourceRun.readAll(source(topic)
                        .property("isolation.level", "read_uncommitted")
                        .bounded(KafkaOffsets.latest())
                        .build()))
                .containsExactly("committed", "aborted");
    }

    @Test
    void waitsBehindOpenTransactionsAndDoesNotTakeThemForTheEnd() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "before");
        try (KafkaProducer<String, String> producer = cluster.transactionalProducer();
                SourceRun<String> run = SourceRun.start(source(topic).build())) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "open")).get();
            cluster.write(topic, 0, "behind");
            assertThat(SourceRun.readAll(
                            source(topic).bounded(KafkaOffsets.latest()).build()))
                    .containsExactly("before");
            run.await(1);
            run.pollFor(Duration.ofMillis(300));
            assertThat(run.records).containsExactly("before");
            producer.commitTransaction();
            assertThat(run.await(3)).containsExactly("before", "open", "behind");
        }
    }
}
