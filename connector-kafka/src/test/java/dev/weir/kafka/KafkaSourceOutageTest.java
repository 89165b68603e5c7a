package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.exec.RestartStrategy;
import dev.weir.sink.CollectSink;
import dev.weir.testbed.KafkaOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away while a job reads. */
@Timeout(120)
final class KafkaSourceOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static TestCluster cluster;

    @TempDir
    Path folder;

    private final CollectSink<String> sink = CollectSink.exactlyOnce(String.class);
    private final List<String> written = new ArrayList<>();

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(KafkaOptions.defaults());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private Job start(String topic, Duration brokerTimeout) {
        KafkaSource<String> source = KafkaSource.builder(KafkaDeserializer.strings())
                .bootstrapServers(cluster.bootstrapServers())
                .topics(topic)
                .groupId("outage")
                .partitionDiscovery(Duration.ofMillis(200))
                .brokerTimeout(brokerTimeout)
                // A frozen broker keeps its connections; requests to it end by this.
                .property("request.timeout.ms", "3000")
                .property("default.api.timeout.ms", "4000")
                .build();
        StreamEnvironment env = StreamEnvironment.create(JobOptions.builder()
                .name("outage")
                .parallelism(2)
                .checkpointDirectory(folder)
                .checkpointInterval(Duration.ofMillis(50))
                .restartStrategy(RestartStrategy.none())
                .build());
        env.fromSource(source, "topics").sinkTo(sink);
        return env.start();
    }

    private void write(String topic, String prefix) throws Exception {
        for (int partition = 0; partition < 2; partition++) {
            cluster.write(topic, partition, prefix + partition + "-", 0, 2000);
            for (int i = 0; i < 2000; i++) {
                written.add(prefix + partition + "-" + i);
            }
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

    /** The job itself is allowed no restart: the client has to get over it. */
    @Test
    void survivesABrokerThatIsKilledRestartedAndFrozen() throws Exception {
        String topic = cluster.createTopic(2);
        Job job = start(topic, Duration.ofMinutes(1));
        write(topic, "before-");
        awaitAll();
        for (int round = 0; round < 2; round++) {
            cluster.server.kill();
            cluster.server.restart();
            write(topic, "killed-" + round + "-");
        }
        awaitAll();
        cluster.server.pause();
        // Longer than any request of the job waits.
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> job.metrics().counters().entrySet().stream()
                        .anyMatch(
                                counter -> counter.getKey().endsWith(".failedDiscoveries") && counter.getValue() > 0));
        cluster.server.resume();
        write(topic, "frozen-");
        awaitAll();
        cluster.server.stop();
        cluster.server.restart();
        write(topic, "stopped-");
        awaitAll();
        assertThat(job.metrics().restarts()).isZero();
        stop(job);
    }

    @Test
    void failsWhenTheClusterIsAwayForLongerThanItsTimeout() throws Exception {
        String topic = cluster.createTopic(2);
        Job job = start(topic, Duration.ofSeconds(3));
        write(topic, "before-");
        awaitAll();
        cluster.server.kill();
        try {
            assertThatThrownBy(job::await)
                    .isInstanceOfSatisfying(WeirException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.SOURCE);
                        assertThat(e.retriable()).isTrue();
                    })
                    .hasMessageStartingWith("Cannot read topic " + topic + ": the cluster does not answer (");
        } finally {
            cluster.server.restart();
        }
        // And the next start of the job goes on where this one has ended.
        write(topic, "after-");
        job = start(topic, Duration.ofMinutes(1));
        awaitAll();
        stop(job);
    }
}
