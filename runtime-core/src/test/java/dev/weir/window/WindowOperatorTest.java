package dev.weir.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.element.Batch;
import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.AggregateFunction;
import dev.weir.function.KeySelector;
import dev.weir.function.TimeWindow;
import dev.weir.operator.BatchInput;
import dev.weir.operator.FakeOperatorContext;
import dev.weir.operator.Operator;
import dev.weir.operator.RecordingOutput;
import dev.weir.state.OperatorSnapshot;
import dev.weir.time.Timestamps;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows of 10 ms over words, which are their own keys by their first character. */
final class WindowOperatorTest {
    private static final OutputTag<String> LATE = new OutputTag<>("late");
    private static final KeySelector<String, String> KEY = value -> value.substring(0, 1);
    private static final WindowSettings<String> SETTINGS = new WindowSettings<>(
            KEY, String.class, TumblingEventTimeWindows.of(Duration.ofMillis(10)), Duration.ZERO, LATE);

    private final RecordingOutput<String> output = new RecordingOutput<>();
    private final FakeOperatorContext<String> context = new FakeOperatorContext<>("x", output);
    private Operator<String> operator;

    @BeforeEach
    void open() throws Exception {
        operator = joining(SETTINGS);
    }

    /** Joins the words of a key and window. */
    private Operator<String> joining(WindowSettings<String> settings) throws Exception {
        Operator<String> made = WindowOperators.reduce(settings, (left, right) -> left + "+" + right, String.class)
                .create(context);
        made.open();
        return made;
    }

    private static WindowSettings<String> settings(Duration size, Duration offset, Duration lateness) {
        return new WindowSettings<>(KEY, String.class, TumblingEventTimeWindows.of(size, offset), lateness, LATE);
    }

    @Test
    void takesABatchAsItsRecords() {
        operator.emitWatermark(4);
        Batch batch = new Batch(4);
        batch.add("a1", 5);
        batch.add("b1", 15);
        batch.add("late", -7);
        batch.add("a2", 6);
        ((BatchInput) operator).emit(batch);
        operator.emitWatermark(20);

        assertThat(output.take()).containsExactly("watermark 4", "a1+a2@9", "b1@19", "watermark 20");
    }

    @Test
    void firesAWindowWhenTheWatermarkReachesItsLastMillisecond() {
        operator.emit("a1", 0);
        operator.emit("a2", 9);
        operator.emitWatermark(8);
        assertThat(output.take()).containsExactly("watermark 8");

        operator.emitWatermark(9);
        assertThat(output.take()).containsExactly("a1+a2@9", "watermark 9");
    }

    @Test
    void firesWindowsInAscendingOrderEachOnce() {
        operator.emit("a3", 25);
        operator.emit("a1", 5);
        operator.emit("a2", 15);
        operator.emitWatermark(20);
        operator.emitWatermark(40);
        operator.emitWatermark(50);

        assertThat(output.take())
                .containsExactly("a1@9", "a2@19", "watermark 20", "a3@29", "watermark 40", "watermark 50");
    }

    @Test
    void keepsKeysApart() {
        operator.emit("a1", 0);
        operator.emit("b1", 1);
        operator.emit("a2", 2);
        operator.emitWatermark(Timestamps.MAX_WATERMARK);

        assertThat(output.take()).containsExactlyInAnyOrder("a1+a2@9", "b1@9", "watermark max");
    }

    @Test
    void cutsWindowsBeforeTheEpochToo() {
        operator.emit("a1", -1);
        operator.emit("a2", -10);
        operator.emit("a3", -11);
        operator.emitWatermark(0);

        assertThat(output.take()).containsExactly("a3@-11", "a1+a2@-1", "watermark 0");
    }

    @Test
    void shiftsWindowsByTheirOffset() throws Exception {
        operator = joining(settings(Duration.ofMillis(10), Duration.ofMillis(3), Duration.ZERO));
        operator.emit("a1", 2);
        operator.emit("a2", 3);
        operator.emit("a3", 12);
        operator.emitWatermark(12);

        assertThat(output.take()).containsExactly("a1@2", "a2+a3@12", "watermark 12");
    }

    @Test
    void countsLateRecordsAndSendsThemToTheSideOutput() {
        operator.emitWatermark(9);
        operator.emit("a1", 9);
        operator.emit("a2", 10);
        operator.emitWatermark(19);

        assertThat(output.take()).containsExactly("watermark 9", "a2@19", "watermark 19");
        assertThat(context.sideOutput(LATE).take()).containsExactly("a1@9");
        assertThat(context.counter("lateRecords")).isOne();
    }

    @Test
    void onlyCountsLateRecordsWithoutASideOutput() throws Exception {
        operator = joining(new WindowSettings<>(KEY, String.class, SETTINGS.windows(), Duration.ZERO, null));
        operator.emitWatermark(9);
        operator.emit("a1", 9);

        assertThat(context.counter("lateRecords")).isOne();
        assertThat(output.take()).containsExactly("watermark 9");
    }

    @Test
    void dropsAWindowThatHasFired() throws Exception {
        operator.emit("a1", 5);
        operator.emitWatermark(9);
        output.take();
        OperatorSnapshot snapshot = operator.snapshot(1);

        context.restored(snapshot, Timestamps.MIN_WATERMARK);
        operator = joining(SETTINGS);
        operator.emitWatermark(Timestamps.MAX_WATERMARK);

        assertThat(output.take()).containsExactly("watermark max");
    }

    @Test
    void continuesOpenWindowsFromACheckpoint() throws Exception {
        operator.emit("a1", 5);
        operator.emitWatermark(7);
        OperatorSnapshot snapshot = operator.snapshot(1);
        output.take();

        context.restored(snapshot, 7);
        operator = joining(SETTINGS);
        operator.emit("a2", 3);
        operator.emitWatermark(9);

        assertThat(output.take()).containsExactly("a1+a2@9", "watermark 9");
    }

    @Test
    void keepsARecordLateThatWasLateBeforeTheCrash() throws Exception {
        operator.emit("a1", 15);
        operator.emitWatermark(9);
        OperatorSnapshot snapshot = operator.snapshot(1);
        output.take();

        context.restored(snapshot, 9);
        operator = joining(SETTINGS);
        operator.emit("a2", 9);

        assertThat(context.sideOutput(LATE).take()).containsExactly("a2@9");
    }

    @Test
    void correctsResultsWhileLatenessIsAllowed() throws Exception {
        operator = joining(settings(Duration.ofMillis(10), Duration.ZERO, Duration.ofMillis(5)));
        operator.emit("a1", 0);
        operator.emitWatermark(9);
        operator.emit("a2", 1);
        operator.emit("b1", 1);
        operator.emitWatermark(13);
        assertThat(output.take()).containsExactly("a1@9", "watermark 9", "a1+a2@9", "b1@9", "watermark 13");

        operator.emitWatermark(14);
        operator.emit("a3", 1);
        assertThat(output.take()).containsExactly("watermark 14");
        assertThat(context.sideOutput(LATE).take()).containsExactly("a3@1");
    }

    @Test
    void doesNotFireAgainAfterARestoreWhileLatenessIsAllowed() throws Exception {
        WindowSettings<String> settings = settings(Duration.ofMillis(10), Duration.ZERO, Duration.ofMillis(100));
        operator = joining(settings);
        operator.emit("a1", 0);
        operator.emitWatermark(9);
        OperatorSnapshot snapshot = operator.snapshot(1);
        output.take();

        context.restored(snapshot, 9);
        operator = joining(settings);
        operator.emitWatermark(20);
        operator.emit("a2", 0);

        assertThat(output.take()).containsExactly("watermark 20", "a1+a2@9");
    }

    @Test
    void dropsEverythingAtTheEnd() throws Exception {
        operator = joining(settings(Duration.ofMillis(10), Duration.ZERO, Duration.ofDays(1)));
        operator.emit("a1", 0);
        operator.emitWatermark(Timestamps.MAX_WATERMARK);
        OperatorSnapshot snapshot = operator.snapshot(1);
        output.take();

        context.restored(snapshot, Timestamps.MIN_WATERMARK);
        operator = joining(settings(Duration.ofMillis(10), Duration.ZERO, Duration.ofDays(1)));
        operator.emitWatermark(Timestamps.MAX_WATERMARK);

        assertThat(output.take()).containsExactly("watermark max");
    }

    @Test
    void refusesARecordWithoutEventTime() {
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> operator.emit("a", Timestamps.NONE))
                .withMessage(
                        "Cannot put a record into a window in operator 'x': it has no event time; give the source a"
                                + " WatermarkStrategy with a timestamp assigner, or call assignTimestampsAndWatermarks(...)"
                                + " before keyBy")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB));
    }

    @Test
    void forwardsIdleness() {
        operator.emitIdle(true);
        operator.emitIdle(false);

        assertThat(output.take()).containsExactly("idle", "active");
    }

    /** Counts words; the count is -1 when the word {@code bad} came. */
    private static final class Count implements AggregateFunction<String, Long, Long> {
        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(String value, Long accumulator) {
            if (value.equals("bad record")) {
                throw new IllegalArgumentException(value);
            }
            return value.equals("bad result") ? -1 : accumulator + 1;
        }

        @Override
        public Long result(Long accumulator) {
            if (accumulator < 0) {
                throw new IllegalStateException("negative");
            }
            return accumulator;
        }

        @Override
        public Long merge(Long left, Long right) {
            return left + right;
        }
    }

    private Operator<String> counting() throws Exception {
        Operator<String> made = WindowOperators.aggregate(
                        SETTINGS,
                        new Count(),
                        (String key, TimeWindow window, Long count) ->
                                count == 3 ? null : key + "=" + count + " in " + window.start() + ".." + window.end(),
                        Long.class)
                .create(context);
        made.open();
        return made;
    }

    @Test
    void aggregatesAndTellsTheWindowFunctionKeyAndWindow() throws Exception {
        operator = counting();
        operator.emit("a1", 12);
        operator.emit("a2", 13);
        operator.emitWatermark(19);

        assertThat(output.take()).containsExactly("a=2 in 10..20@19", "watermark 19");
    }

    @Test
    void aggregatesWithoutAWindowFunction() throws Exception {
        RecordingOutput<Long> counts = new RecordingOutput<>();
        operator = WindowOperators.aggregate(SETTINGS, new Count(), Long.class)
                .create(new FakeOperatorContext<>("x", counts));
        operator.emit("a1", 12);
        operator.emit("a2", 13);
        operator.emitWatermark(19);

        assertThat(counts.take()).containsExactly("2@19", "watermark 19");
    }

    @Test
    void namesTheOperatorWhenAFunctionFails() throws Exception {
        operator = counting();
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> operator.emit("bad record", 0))
                .withMessage("Cannot process a record in operator 'x': java.lang.IllegalArgumentException: bad record");

        operator.emit("bad result", 0);
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> operator.emitWatermark(9))
                .withMessage("Cannot process a window in operator 'x': java.lang.IllegalStateException: negative");
    }

    @Test
    void refusesANullFromAWindowFunction() throws Exception {
        operator = counting();
        for (int i = 0; i < 3; i++) {
            operator.emit("a", 0);
        }

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> operator.emitWatermark(9))
                .withMessageStartingWith("Cannot process a record in operator 'x': the function returned null; ");
    }
}
