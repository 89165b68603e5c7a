package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.error.WeirException;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.sink.CollectSink;
import dev.weir.time.WatermarkStrategy;
import dev.weir.window.TumblingEventTimeWindows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs: every record once, whatever stops the job. */
@Timeout(120)
final class KafkaSourceJobTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private final TestCluster cluster = TestCluster.shared();
    private final CollectSink<String> sink = CollectSink.exactlyOnce(String.class);
    private final List<String> written = new ArrayList<>();

    private KafkaSourceBuilder<String> source() {
        return KafkaSource.builder(KafkaDeserializer.strings())
                .bootstrapServers(cluster.bootstrapServers())
                .partitionDiscovery(Duration.ofMillis(100));
    }

    private JobOptions.Builder options(int parallelism) {
        return JobOptions.builder()
                .name("kafka-job")
                .parallelism(parallelism)
                .maxParallelism(8)
                .checkpointDirectory(folder)
                .checkpointInterval(Duration.ofMillis(50));
    }

    private Job start(KafkaSource<String> source, int parallelism) {
        StreamEnvironment env = StreamEnvironment.create(options(parallelism).build());
        env.fromSource(source, "topics").uid("topics").sinkTo(sink).uid("out").shards(4);
        return env.start();
    }

    private void write(String topic, int partition, String prefix, int count) throws Exception {
        cluster.write(topic, partition, prefix, 0, count);
        for (int i = 0; i < count; i++) {
            written.add(prefix + i);
        }
    }

    /** Without a word, and until nothing of it runs: its folder is deleted next. */
    private static void stop(Job job) throws InterruptedException {
        job.cancel();
        assertThat(job.await(PATIENCE)).isTrue();
    }

    private void awaitAll() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sink.results()).containsExactlyInAnyOrderElementsOf(written));
    }

    @Test
    void readsNewTopicsAndPartitionsOnceOverStopsAndRescaling() throws Exception {
        String prefix = TestCluster.newName("shop");
        String first = cluster.createTopic(prefix + "-a", 1);
        KafkaSource<String> source =
                source().topicPattern(Pattern.compile(prefix + "-.*")).build();
        write(first, 0, "first-", 500);
        Job job = start(source, 2);
        awaitAll();

        // While the job runs.
        String second = cluster.createTopic(prefix + "-b", 2);
        write(second, 0, "second-0-", 300);
        write(second, 1, "second-1-", 300);
        cluster.addPartitions(first, 3);
        write(first, 2, "first-2-", 300);
        // In the middle of all this: what was found may be in no checkpoint yet.
        stop(job);

        // While it is down.
        String third = cluster.createTopic(prefix + "-c", 1);
        write(third, 0, "third-", 300);
        write(first, 0, "more-", 300);
        job = start(source, 3);
        awaitAll();
        write(second, 1, "last-", 100);
        awaitAll();
        stop(job);

        job = start(source, 1);
        write(first, 1, "first-1-", 200);
        awaitAll();
        stop(job);
    }

    @Test
    void readsEachRecordOnceOverFailuresOfTheJob() throws Exception {
        String topic = cluster.createTopic(2);
        String group = TestCluster.newName("group");
        AtomicInteger records = new AtomicInteger();
        StreamEnvironment env = StreamEnvironment.create(options(2)
                .restartStrategy(RestartStrategy.fixedDelay(10, Duration.ofMillis(1)))
                .build());
        env.fromSource(source().topics(topic).groupId(group).build(), "topics")
                .map(record -> {
                    int count = records.incrementAndGet();
                    if (count % 2501 == 0 && count <= 5 * 2501) {
                        throw new IllegalStateException("the job fails now and then");
                    }
                    return record;
                })
                .sinkTo(sink);
        Job job = env.start();
        for (int i = 0; i < 10; i++) {
            write(topic, i % 2, "r" + i + "-", 1500);
        }
        awaitAll();
        assertThat(job.metrics().restarts()).isPositive();
        // Lag tools see all of it as read, and the job was never set back by what they see.
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.committedOffsets(group))
                        .isEqualTo(Map.of(new TopicPartition(topic, 0), 7500L, new TopicPartition(topic, 1), 7500L)));
        stop(job);
    }

    /** Where "latest" was is in the plan: what comes after the start belongs to the job, even if it fails at once. */
    @Test
    void aFailureBeforeTheFirstCheckpointDoesNotMoveTheStart() throws Exception {
        String topic = cluster.createTopic(1);
        cluster.write(topic, 0, "old");
        AtomicInteger failures = new AtomicInteger();
        StreamEnvironment env = StreamEnvironment.create(options(1)
                .checkpointInterval(Duration.ofSeconds(2))
                .restartStrategy(RestartStrategy.fixedDelay(10, Duration.ofMillis(1)))
                .build());
        env.fromSource(
                        source().topics(topic)
                                .startingOffsets(KafkaOffsets.latest())
                                .build(),
                        "topics")
                .map(record -> {
                    if (failures.getAndIncrement() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    return record;
                })
                .sinkTo(sink);
        Job job = env.start();
        // The job has planned when it runs; what is written from now on must come.
        Awaitility.await().until(() -> job.status() == JobStatus.RUNNING);
        write(topic, 0, "new-", 5);
        awaitAll();
        stop(job);
    }

    @Test
    void failsWhenATopicIsDeletedThatItReads() throws Exception {
        String topic = cluster.createTopic(1);
        Job job = start(source().topics(topic).build(), 1);
        write(topic, 0, "a", 3);
        awaitAll();
        cluster.deleteTopic(topic);
        assertThatThrownBy(job::await)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.retriable()).isFalse())
                .hasMessage("Cannot read topics: they do not exist, or this user may not see them: [" + topic
                        + "] in Kafka at " + cluster.bootstrapServers()
                        + "; create them, correct their names, or grant DESCRIBE");
    }

    record Count(long start, String key, long count) {}

    /** One partition is far ahead in event time: windows wait for the other one, and no record is late. */
    @Test
    void followsTheEventTimeOfEachPartitionUnlessItIsIdle() throws Exception {
        String topic = cluster.createTopic(3);
        CollectSink<String> windows = CollectSink.exactlyOnce(String.class);
        StreamEnvironment env = StreamEnvironment.create(options(1).build());
        env.fromSource(
                        source().topics(topic).build(),
                        WatermarkStrategy.<String>forMonotonousTimestamps().withIdleness(Duration.ofSeconds(2)),
                        "topics")
                .keyBy(value -> value)
                .window(TumblingEventTimeWindows.of(Duration.ofSeconds(1)))
                .reduce((a, b) -> a + b)
                .sinkTo(windows);
        Job job = env.start();
        for (int second = 0; second < 10; second++) {
            cluster.writeAt(topic, 0, second * 1000L, "fast");
        }
        cluster.writeAt(topic, 1, 500, "slow");
        // Partition 2 never has a record and is idle; partition 1 holds the watermark at 500.
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .until(() -> windows.results().isEmpty());
        cluster.writeAt(topic, 1, 900, "slow");
        cluster.writeAt(topic, 1, 1500, "slow");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(windows.results()).contains("slowslow", "fast"));
        stop(job);
    }

    @Test
    void holdsAFastPartitionBack() throws Exception {
        String topic = cluster.createTopic(2);
        Map<String, Integer> seen = new ConcurrentHashMap<>();
        StreamEnvironment env = StreamEnvironment.create(
                options(2).watermarkInterval(Duration.ofMillis(1)).build());
        env.fromSource(
                        source().topics(topic)
                                .property("max.poll.records", "50")
                                .build(),
                        WatermarkStrategy.<String>forMonotonousTimestamps().withAlignment(Duration.ofSeconds(1)),
                        "topics")
                .map(value -> {
                    seen.merge(value, 1, Integer::sum);
                    return value;
                })
                .sinkTo(sink);
        cluster.writeAt(topic, 1, 1000, "slow");
        Job job = env.start();
        Awaitility.await().atMost(PATIENCE).until(() -> seen.containsKey("slow"));
        int ahead = 20_000;
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < ahead; i++) {
            records.add(new ProducerRecord<>(topic, 0, 1000L + i * 100L, null, new byte[] {'f'}));
        }
        cluster.write(records);
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .until(() -> seen.containsKey("f") && seen.get("f") < ahead / 2);
        cluster.writeAt(topic, 1, 1000 + ahead * 100L, "slow");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).containsEntry("f", ahead));
        stop(job);
    }
}
