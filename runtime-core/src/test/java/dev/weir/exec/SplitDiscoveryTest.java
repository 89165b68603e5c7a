package dev.weir.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.checkpoint.CheckpointStores;
import dev.weir.checkpoint.MemoryDisk;
import dev.weir.delivery.RewindPolicy;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.exec.GrowingSource.Item;
import dev.weir.fault.FaultInjector;
import dev.weir.graph.PhysicalPlan;
import dev.weir.sink.CollectSink;
import dev.weir.time.ManualClock;
import dev.weir.time.WatermarkStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SplitDiscoveryTest {
    private static final int MOST_STEPS = 3_000_000;

    @TempDir
    Path folder;

    private final CollectSink<Item> sink = CollectSink.exactlyOnce(Item.class);

    /** The process is gone. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Splits come all the time, looks fail now and then, and the process dies at labels, under changing parallelism. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void readsEachSplitOnceOverCrashesInSimulation(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        GrowingSource source = new GrowingSource(3);
        source.add("first", 1, 2, 3);
        source.beforeLook = () -> {
            if (random.nextInt(4) == 0) {
                throw new IOException("the cluster is away");
            }
            return null;
        };
        MemoryDisk disk = new MemoryDisk();
        ManualClock clock = new ManualClock(1_000_000);
        int lists = 0;
        for (int life = 0; life < 12; life++) {
            boolean last = life == 11;
            int crashAt = last ? Integer.MAX_VALUE : random.nextInt(20, 200);
            int[] labels = {0};
            FaultInjector faults = label -> {
                if (++labels[0] == crashAt) {
                    throw new Crash();
                }
            };
            MemoryDisk current = disk;
            SimulatedJob job = new SimulatedJob(
                    simulated(source, random.nextInt(1, 4)),
                    settings(),
                    new ExecutionPorts(
                            clock,
                            faults,
                            () -> CheckpointStores.on(current, Path.of("/checkpoints"), "grow", faults, clock)),
                    clock,
                    random.split());
            try {
                int steps = 0;
                while (job.step()
                        && !(last
                                && sink.results().size() >= source.everything().size())) {
                    if (random.nextInt(150) == 0 && lists < 40) {
                        // Also while the job is down: the next life begins with what was added at the end of this one.
                        source.add(
                                "list-" + lists++,
                                LongStream.range(0, random.nextInt(1, 30)).toArray());
                    }
                    assertThat(++steps)
                            .as("steps of life %s: %s", life, job.failure())
                            .isLessThan(MOST_STEPS);
                }
                assertThat(last)
                        .as("life %s ended by itself: %s", life, job.failure())
                        .isTrue();
            } catch (Crash crash) {
                source.add("down-" + life, 1, 2, 3, 4);
                disk = disk.kill();
                disk.breakLocks();
            }
        }
        assertThat(lists).isPositive();
        assertThat(sink.results()).containsExactlyInAnyOrderElementsOf(source.everything());
    }

    private PhysicalPlan simulated(GrowingSource source, int parallelism) {
        StreamEnvironment env = StreamEnvironment.create(
                JobOptions.builder().name("grow").parallelism(parallelism).build());
        env.fromSource(source, "growing").sinkTo(sink).shards(4);
        return env.plan();
    }

    private static ExecutionSettings settings() {
        return new ExecutionSettings(
                "grow",
                Duration.ofMillis(5),
                Duration.ofSeconds(10),
                null,
                2,
                RestartStrategy.none(),
                RewindPolicy.FAIL,
                null,
                List.of(),
                Duration.ofMillis(5),
                16);
    }

    private Job start(GrowingSource source, WatermarkStrategy<Item> watermarks) {
        StreamEnvironment env = StreamEnvironment.create(options().build());
        env.fromSource(source, watermarks, "growing").sinkTo(sink);
        return env.start();
    }

    private JobOptions.Builder options() {
        return JobOptions.builder()
                .name("grow")
                .parallelism(2)
                .checkpointInterval(Duration.ofMillis(20))
                .checkpointDirectory(folder)
                .watermarkInterval(Duration.ofMillis(5));
    }

    /** Until nothing of it runs: its folder is deleted next. */
    private static void stop(Job job) throws InterruptedException {
        job.cancel();
        assertThat(job.await(Duration.ofSeconds(20))).isTrue();
    }

    private void awaitAll(GrowingSource source) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(sink.results()).containsExactlyInAnyOrderElementsOf(source.everything()));
    }

    @Test
    void findsSplitsWhileTheJobRunsAndThoseThatCameWhileItWasDown() throws Exception {
        GrowingSource source = new GrowingSource(100);
        source.add("a", 1, 2);
        Job job = start(source, WatermarkStrategy.<Item>forMonotonousTimestamps());
        source.add("b", 1, 2, 3);
        awaitAll(source);
        job.stopWithSavepoint(folder.resolve("savepoint"));
        source.add("c", 1);
        source.add("a", 3);
        job = start(source, WatermarkStrategy.<Item>forMonotonousTimestamps());
        awaitAll(source);
        stop(job);
        assertThat(source.plans).hasValue(1);
    }

    @Test
    void beginsWithoutAnySplit() throws Exception {
        GrowingSource source = new GrowingSource(100);
        Job job = start(source, WatermarkStrategy.<Item>forMonotonousTimestamps());
        source.add("a", 1, 2);
        awaitAll(source);
        stop(job);
    }

    @Test
    void failsAtOnceByAnErrorThatDoesNotPass() {
        GrowingSource source = new GrowingSource(100);
        source.beforeLook = () -> {
            throw new WeirException(ErrorCode.INVALID_DATA, "Cannot read topic x: it is gone; bring it back");
        };
        Job job = start(source, WatermarkStrategy.<Item>forMonotonousTimestamps());
        assertThatThrownBy(job::await).hasMessage("Cannot read topic x: it is gone; bring it back");
    }

    @Test
    void failsWhenLooksHaveFailedForLongerThanThePatience() {
        GrowingSource source = new GrowingSource(100);
        source.beforeLook = () -> {
            throw new IOException("no answer");
        };
        StreamEnvironment env = StreamEnvironment.create(
                options().restartStrategy(RestartStrategy.none()).build());
        env.fromSource(source, "growing").sinkTo(sink);
        Job job = env.start();
        assertThatThrownBy(job::await)
                .hasMessage("Cannot look for new splits of source \"growing\": java.io.IOException: no answer; see the"
                        + " cause");
        assertThat(job.metrics().counters().entrySet())
                .anyMatch(counter -> counter.getKey().endsWith(".failedDiscoveries") && counter.getValue() > 1);
    }

    /** A job that fails before its first checkpoint has not read anything for good, but it knows where it was to begin. */
    @Test
    void plansOnceForAllAttemptsBeforeTheFirstCheckpoint() throws Exception {
        GrowingSource source = new GrowingSource(100);
        source.add("a", 1, 2);
        int[] failures = {0};
        StreamEnvironment env = StreamEnvironment.create(options()
                .checkpointInterval(Duration.ofSeconds(1))
                .restartStrategy(RestartStrategy.fixedDelay(3, Duration.ofMillis(1)))
                .build());
        env.fromSource(source, "growing")
                .map(item -> {
                    if (failures[0]++ < 2) {
                        throw new IllegalStateException("not yet");
                    }
                    return item;
                })
                .sinkTo(sink);
        Job job = env.start();
        awaitAll(source);
        stop(job);
        assertThat(source.plans).hasValue(1);
    }
}
