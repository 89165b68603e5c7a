package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.function.AggregateFunction;
import dev.weir.function.Collector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.sink.CollectSink;
import dev.weir.source.CollectionSource;
import dev.weir.source.GeneratorSource;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;
import dev.weir.time.WatermarkStrategy;
import dev.weir.window.TumblingEventTimeWindows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobTest {
    private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();

    @TempDir
    Path folder;

    record Count(long key, long count) {}

    record Total(long start, long key, long count) {}

    @Test
    void mapsAndFiltersABoundedSource() throws Exception {
        CollectSink<Long> sink = CollectSink.exactlyOnce(Long.class);
        StreamEnvironment env = StreamEnvironment.create(options("simple").build());
        env.fromSource(GeneratorSource.bounded(10_000, i -> i), "numbers")
                .map(i -> i * 3)
                .filter(i -> i % 2 == 0)
                .sinkTo(sink);

        JobResult result = env.execute();

        assertThat(result.status()).isEqualTo(JobStatus.FINISHED);
        assertThat(sink.results())
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 10_000)
                        .map(i -> i * 3)
                        .filter(i -> i % 2 == 0)
                        .boxed()
                        .toList());
    }

    @Test
    void countsKeysExactlyOnceOverFailures() throws Exception {
        FAILURES_LEFT.set(3);
        CollectSink<Count> sink = CollectSink.exactlyOnce(Count.class);
        StreamEnvironment env = StreamEnvironment.create(options("failing")
                .restartStrategy(RestartStrategy.fixedDelay(5, Duration.ofMillis(10)))
                .build());
        env.fromSource(GeneratorSource.bounded(20_000, i -> i % 100).withRecordsPerSecond(40_000), "keys")
                .map(JobTest::failNowAndThen)
                .keyBy(key -> key)
                .process(new Counting())
                .sinkTo(sink);

        JobResult result = env.execute();

        assertThat(FAILURES_LEFT.get()).as("all failures happened").isZero();
        assertThat(result.metrics().restarts()).isEqualTo(3);
        Map<Count, Integer> found = new HashMap<>();
        sink.results().forEach(count -> found.merge(count, 1, Integer::sum));
        Map<Count, Integer> expected = new HashMap<>();
        for (long key = 0; key < 100; key++) {
            for (long count = 1; count <= 200; count++) {
                expected.put(new Count(key, count), 1);
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void firesTumblingWindowsOverAnExchange() throws Exception {
        CollectSink<Total> sink = CollectSink.exactlyOnce(Total.class);
        StreamEnvironment env = StreamEnvironment.create(options("windows").build());
        env.fromSource(
                        GeneratorSource.bounded(10_000, i -> i),
                        WatermarkStrategy.<Long>forBoundedOutOfOrderness(Duration.ofMillis(50))
                                .withTimestampAssigner((value, timestamp) -> value / 10 + (value * 7) % 50),
                        "events")
                .keyBy(value -> value % 10)
                .window(TumblingEventTimeWindows.of(Duration.ofMillis(100)))
                .aggregate(new Counts(), (key, window, count) -> new Total(window.start(), key, count))
                .sinkTo(sink);

        env.execute();

        Map<Total, Integer> found = new HashMap<>();
        sink.results().forEach(total -> found.merge(total, 1, Integer::sum));
        Map<List<Long>, Long> counts = new HashMap<>();
        for (long value = 0; value < 10_000; value++) {
            long time = value / 10 + (value * 7) % 50;
            counts.merge(List.of(time / 100 * 100, value % 10), 1L, Long::sum);
        }
        Map<Total, Integer> expected = new HashMap<>();
        counts.forEach((key, count) -> expected.put(new Total(key.get(0), key.get(1), count), 1));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void resumesFromASavepointAtAnotherParallelism() throws Exception {
        CollectSink<Count> sink = CollectSink.exactlyOnce(Count.class);
        Job first = counting(sink, options("rescaled").parallelism(1)).start();
        Awaitility.await().until(() -> sink.results().size() > 1_000);
        Path savepoint = first.stopWithSavepoint(folder.resolve("savepoints"));
        assertThat(first.await().status()).isEqualTo(JobStatus.STOPPED);
        assertThat(sink.results()).hasSizeLessThan(20_000);

        Job second = counting(sink, options("rescaled").parallelism(3).fromSavepoint(savepoint))
                .start();
        second.await();

        assertThat(sink.results()).doesNotHaveDuplicates().hasSize(20_000);
    }

    @Test
    void continuesAfterCancelFromTheNewestCheckpoint() throws Exception {
        CollectSink<Count> sink = CollectSink.exactlyOnce(Count.class);
        Job first = counting(sink, options("cancelled")).start();
        Awaitility.await().until(() -> sink.results().size() > 1_000);
        first.cancel();
        assertThat(first.await().status()).isEqualTo(JobStatus.CANCELED);

        counting(sink, options("cancelled")).start().await();

        assertThat(sink.results()).doesNotHaveDuplicates().hasSize(20_000);
    }

    @Test
    void refusesASecondLiveRunOfTheSameJob() throws Exception {
        CollectSink<Count> sink = CollectSink.exactlyOnce(Count.class);
        Job first = counting(sink, options("twice")).start();
        Awaitility.await().until(() -> first.status() == JobStatus.RUNNING);

        Job second = counting(sink, options("twice")).start();
        assertThatThrownBy(second::await)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_ALREADY_RUNNING));

        first.cancel();
        first.await();
    }

    @Test
    void refusesAStateWhoseOperatorIsGone() throws Exception {
        CollectSink<Count> sink = CollectSink.exactlyOnce(Count.class);
        Job first = counting(sink, options("gone")).start();
        Awaitility.await().until(() -> sink.results().size() > 1_000);
        first.cancel();
        first.await();

        StreamEnvironment env = StreamEnvironment.create(options("gone").build());
        env.fromSource(GeneratorSource.bounded(10, i -> i), "keys")
                .uid("keys")
                .map(key -> new Count(key, 1))
                .sinkTo(sink)
                .uid("sink");

        assertThatThrownBy(env::execute)
                .isInstanceOf(WeirException.class)
                .hasMessageMatching("Cannot restore checkpoint \\d+ of job \"gone\": it holds state of operator"
                        + " \"counting\" \\(.*\\), which the job does not have: its uids are \\[.*\\]; give the"
                        + " operator its old uid back, or start the job under another name");
    }

    @Test
    void failsForGoodWhenTheStrategyIsExhausted() {
        FAILURES_LEFT.set(1_000);
        StreamEnvironment env = StreamEnvironment.create(options("hopeless")
                .restartStrategy(RestartStrategy.fixedDelay(2, Duration.ofMillis(1)))
                .build());
        env.fromSource(CollectionSource.of(1L, 2L, 3L), "numbers")
                .map(JobTest::failNowAndThen)
                .name("failing map")
                .sinkTo(CollectSink.exactlyOnce(Long.class));

        assertThatThrownBy(env::execute)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION))
                .hasMessageContaining("failing map")
                .hasRootCauseMessage("injected");
    }

    private static long failNowAndThen(long value) {
        if (FAILURES_LEFT.get() > 0 && Math.random() < 0.001 || FAILURES_LEFT.get() > 100) {
            FAILURES_LEFT.decrementAndGet();
            throw new IllegalStateException("injected");
        }
        return value;
    }

    private StreamEnvironment counting(CollectSink<Count> sink, JobOptions.Builder options) {
        StreamEnvironment env = StreamEnvironment.create(options.build());
        env.fromSource(GeneratorSource.bounded(20_000, i -> i % 100).withRecordsPerSecond(20_000), "keys")
                .uid("keys")
                .keyBy(key -> key)
                .process(new Counting())
                .uid("counting")
                .sinkTo(sink)
                .uid("sink");
        return env;
    }

    private JobOptions.Builder options(String name) {
        return JobOptions.builder()
                .name(name)
                .parallelism(2)
                .checkpointInterval(Duration.ofMillis(20))
                .checkpointDirectory(folder.resolve("checkpoints"));
    }

    private static final class Counting extends KeyedProcessFunction<Long, Long, Count> {
        private static final long serialVersionUID = 1L;
        private transient ValueState<Long> count;

        @Override
        public void open(RuntimeContext context) {
            count = context.state(new ValueStateDescriptor<>("count", Long.class));
        }

        @Override
        public void processElement(Long value, Context<Long> context, Collector<Count> out) {
            Long before = count.value();
            long after = before == null ? 1 : before + 1;
            count.update(after);
            out.collect(new Count(value, after));
        }
    }

    private static final class Counts implements AggregateFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Long value, Long accumulator) {
            return accumulator + 1;
        }

        @Override
        public Long result(Long accumulator) {
            return accumulator;
        }

        @Override
        public Long merge(Long left, Long right) {
            return left + right;
        }
    }
}
