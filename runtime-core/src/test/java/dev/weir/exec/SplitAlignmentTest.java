package dev.weir.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.exec.GrowingSource.Item;
import dev.weir.sink.CollectSink;
import dev.weir.source.GeneratorSource;
import dev.weir.time.WatermarkStrategy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SplitAlignmentTest {
    private static final long DRIFT = 1000;
    private static final int FEW_A_POLL = 10;

    private final CollectSink<Item> sink = CollectSink.atLeastOnce();
    private final Map<String, Long> newest = new ConcurrentHashMap<>();

    private Job start(GrowingSource source, WatermarkStrategy<Item> watermarks) {
        StreamEnvironment env = StreamEnvironment.create(JobOptions.builder()
                .name("aligned")
                .parallelism(2)
                .watermarkInterval(Duration.ofMillis(1))
                .build());
        env.fromSource(source, watermarks, "growing")
                .map(item -> {
                    newest.merge(item.list(), item.time(), Math::max);
                    return item;
                })
                .sinkTo(sink);
        return env.start();
    }

    private static WatermarkStrategy<Item> strategy() {
        return WatermarkStrategy.<Item>forMonotonousTimestamps().withAlignment(Duration.ofMillis(DRIFT));
    }

    private void awaitNewest(String list, long time) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(newest.get(list)).isGreaterThanOrEqualTo(time));
    }

    /** One subtask reads the slow list, the other one the fast list. */
    @Test
    void holdsAFastSplitBackUntilTheSlowOneFollows() throws Exception {
        GrowingSource source = new GrowingSource(FEW_A_POLL);
        source.add("slow", 0);
        Job job = start(source, strategy());
        awaitNewest("slow", 0);
        source.add("fast", LongStream.range(0, 2_000_000).toArray());
        Awaitility.await().untilAsserted(() -> assertThat(source.pausedEver).containsExactly("fast"));
        long heldAt = newest.get("fast");
        assertThat(heldAt).isGreaterThan(DRIFT).isLessThan(1_999_999);
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> newest.get("fast") < heldAt + 2 * FEW_A_POLL);
        source.add("slow", 1_999_999);
        awaitNewest("fast", 1_999_999);
        job.cancel();
    }

    @Test
    void idleSplitsAndThoseWithoutARecordHoldNobodyBack() throws Exception {
        GrowingSource source = new GrowingSource(FEW_A_POLL);
        source.add("silent", 0);
        source.add("empty");
        source.add("fast", LongStream.range(0, 300_000).toArray());
        Job job = start(source, strategy().withIdleness(Duration.ofMillis(200)));
        awaitNewest("fast", 299_999);
        job.cancel();
    }

    @Test
    void refusesASourceThatCannotHoldSplitsBackAndAnOperatorThatCannotEither() {
        WatermarkStrategy<Long> strategy =
                WatermarkStrategy.<Long>forMonotonousTimestamps().withAlignment(Duration.ofSeconds(1));
        StreamEnvironment env = StreamEnvironment.create();
        CollectSink<Long> numbers = CollectSink.atLeastOnce();
        env.fromSource(GeneratorSource.bounded(10, i -> i), strategy, "numbers").sinkTo(numbers);
        assertThatThrownBy(env::execute)
                .hasMessage("Cannot align the watermarks of source \"numbers\": it cannot hold single splits back:"
                        + " generator; leave withAlignment(...) out");
        assertThatThrownBy(() -> env.fromGenerator(10, i -> i).assignTimestampsAndWatermarks(strategy))
                .hasMessage("Cannot align watermarks here: only a source can hold single splits back: maxDrift=PT1S;"
                        + " give the strategy to fromSource(...)");
    }

    /** Back pressure kept the source from reading for longer than the idleness: its splits were not silent by themselves. */
    @Test
    void timeInWhichTheSourceMayNotReadIsNoIdleTime() {
        long interval = Duration.ofMillis(50).toNanos();
        ReadingTime time = new ReadingTime(0, Duration.ofMillis(50));
        for (int i = 1; i <= 10; i++) {
            time.advanceTo(i * interval);
        }
        assertThat(time.nanos()).isEqualTo(10 * interval);
        time.advanceTo(10 * interval + Duration.ofMinutes(1).toNanos());
        assertThat(time.nanos()).isLessThan(Duration.ofSeconds(1).toNanos());
    }
}
