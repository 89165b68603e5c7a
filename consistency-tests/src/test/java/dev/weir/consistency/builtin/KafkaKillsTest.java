package dev.weir.consistency.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.ChildJvm;
import dev.weir.testbed.ChildJvmOptions;
import dev.weir.testbed.KafkaOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kafka to Kafka, with job and broker killed in turn, while a reader of committed records follows. {@code -Dweir.kafka.kills=60} makes
 * it long.
 */
@SuppressWarnings("try") // a destination's close() may be interrupted
class KafkaKillsTest {
    private static final int KILLS = Integer.getInteger("weir.kafka.kills", 4);
    private static final int KEYS = 20;
    /** More than a job gets through between all kills. */
    private static final int RECORDS = 10_000 + 4_000 * KILLS;

    private static final long NANOS_PER_RECORD = 4_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"TWO_PHASE_INSURED", "WRITE_AHEAD_LOG"})
    void loseNothingAndDoubleNothing(DeliveryStrategy strategy) throws Exception {
        Random random = new Random(11);
        try (KafkaDestination destination = new KafkaDestination(KafkaOptions.builder())) {
            destination.prepare(strategy);
            fill(KafkaAddress.parse(destination.address()));
            Follower follower = new Follower(destination);
            follower.start();
            ChildJvm job = start(destination, strategy, NANOS_PER_RECORD);
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    int before = follower.seen();
                    Awaitility.await()
                            .atMost(LIMIT)
                            .pollInterval(Duration.ofMillis(20))
                            .untilAsserted(() -> assertThat(follower.seen()).isGreaterThan(before));
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
                    assertThat(job.isRunning())
                            .as("the job has not come to its end before kill %s", kill)
                            .isTrue();
                    if (kill % 2 == 0) {
                        job.kill();
                        job.close();
                        job = start(destination, strategy, NANOS_PER_RECORD);
                    } else {
                        destination.kill();
                        destination.restart();
                    }
                }
                job.kill();
            } finally {
                job.close();
            }
            try (ChildJvm last = start(destination, strategy, 0)) {
                assertThat(last.awaitExit(LIMIT)).isZero();
            }
            follower.stop();
            assertRight(destination, follower);
        }
        System.out.printf(
                "kafka to kafka %s: %d kills of job and broker in turn, %d records%n", strategy, KILLS, RECORDS);
    }

    private ChildJvm start(KafkaDestination destination, DeliveryStrategy strategy, long nanos) {
        return ChildJvm.start(ChildJvmOptions.builder(KafkaPipeline.class)
                .jvmArguments("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .arguments(
                        destination.address(),
                        strategy.name(),
                        folder.resolve(strategy.name()).toString(),
                        Long.toString(nanos))
                .build());
    }

    private static void fill(KafkaAddress names) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", names.bootstrapServers()));
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        // With more, a partition that was just created may refuse what is sent again as out of order.
                        Map.of(
                                "bootstrap.servers",
                                names.bootstrapServers(),
                                "max.in.flight.requests.per.connection",
                                "1"),
                        new StringSerializer(),
                        new StringSerializer())) {
            String input = KafkaPipeline.inputOf(names);
            admin.createTopics(List.of(new NewTopic(input, Optional.of(3), Optional.empty())))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            long[] sequences = new long[KEYS];
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                int key = i % KEYS;
                OutputRecord record = new OutputRecord(0, i, key, ++sequences[key], 0, 0, 0, 0);
                sent.add(producer.send(new ProducerRecord<>(input, Integer.toString(key), RecordLine.encode(record))));
            }
            for (Future<?> each : sent) {
                each.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void assertRight(KafkaDestination destination, Follower follower) throws Exception {
        List<OutputRecord> all = new ArrayList<>();
        destination.read(all::add);
        Set<Long> offsets = new HashSet<>();
        Map<Long, Long> newest = new HashMap<>();
        for (OutputRecord record : all) {
            assertThat(offsets.add(record.offset())).as("doubled: %s", record).isTrue();
            assertThat(record.sequence())
                    .as("order of key %s", record.key())
                    .isEqualTo(newest.getOrDefault(record.key(), 0L) + 1);
            assertThat(record.hash()).as("what was counted for %s", record).isEqualTo(record.sequence());
            newest.put(record.key(), record.sequence());
        }
        assertThat(all).hasSize(RECORDS);
        assertThat(follower.failure()).as("what the follower saw go away").isNull();
        assertThat(destination.inDoubt())
                .as("open transactions, and readers that do not get to the end")
                .isEmpty();
    }

    /** Looks all the time; what it has seen must stay. */
    private static final class Follower {
        private final KafkaDestination destination;
        private final AtomicReference<List<OutputRecord>> last = new AtomicReference<>(List.of());
        private final AtomicReference<AssertionError> failure = new AtomicReference<>();
        private final Thread thread = new Thread(this::follow, "follower");
        private volatile boolean stopped;

        Follower(KafkaDestination destination) {
            this.destination = destination;
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        int seen() {
            return last.get().size();
        }

        AssertionError failure() {
            return failure.get();
        }

        private void follow() {
            while (!stopped) {
                List<OutputRecord> now = new ArrayList<>();
                try {
                    destination.read(now::add);
                } catch (InterruptedException e) {
                    return;
                } catch (Exception e) {
                    // The broker is down.
                    continue;
                }
                List<OutputRecord> before = last.get();
                if (now.size() < before.size() || !now.subList(0, before.size()).equals(before)) {
                    failure.compareAndSet(null, new AssertionError("of " + before.size() + " records some are gone"));
                }
                last.set(now);
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }

        void stop() throws InterruptedException {
            stopped = true;
            thread.join(LIMIT.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
