package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.error.WeirException;
import dev.weir.time.ManualClock;
import dev.weir.time.Timestamps;
import dev.weir.time.WatermarkStrategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TimestampsOperatorTest {
    private static final WatermarkStrategy<Long> STRATEGY = WatermarkStrategy.<Long>forBoundedOutOfOrderness(
                    Duration.ofMillis(10))
            .withTimestampAssigner((value, timestamp) -> value)
            .withIdleness(Duration.ofMillis(100));

    private final ManualClock clock = new ManualClock(1_000);
    private final RecordingOutput<Long> output = new RecordingOutput<>();
    private final FakeOperatorContext<Long> context = new FakeOperatorContext<>("x", output).clock(clock);
    private Operator<Long> operator;

    @BeforeEach
    void open() throws Exception {
        operator = create(STRATEGY);
        operator.open();
        look(0);
    }

    private Operator<Long> create(WatermarkStrategy<Long> strategy) throws Exception {
        return Operators.timestamps(strategy, Duration.ofMillis(50)).create(context);
    }

    private void look(long afterMillis) {
        clock.advance(Duration.ofMillis(afterMillis));
        assertThat(operator.processingTime(clock.millis())).isEqualTo(clock.millis() + 50);
    }

    @Test
    void givesRecordsTheirNewEventTimes() {
        operator.emit(100L, 7);

        assertThat(output.take()).containsExactly("100@100");
    }

    @Test
    void keepsTheOldEventTimesWithoutAnAssigner() throws Exception {
        operator = create(WatermarkStrategy.forMonotonousTimestamps());
        operator.open();
        operator.emit(100L, 7);
        operator.emit(101L, Timestamps.NONE);
        look(50);

        assertThat(output.take()).containsExactly("100@7", "101", "watermark 6");
    }

    @Test
    void followsEventTimeAtAnInterval() {
        operator.emit(100L, 0);
        operator.emit(120L, 0);
        assertThat(operator.processingTime(clock.millis() + 49)).isEqualTo(clock.millis() + 50);
        assertThat(output.take()).containsExactly("100@100", "120@120");

        look(50);
        assertThat(output.take()).containsExactly("watermark 109");

        operator.emit(110L, 0);
        look(50);
        assertThat(output.take()).containsExactly("110@110");
    }

    @Test
    void takesAnIncomingWatermarkOnlyAsAnOccasionToLook() {
        operator.emit(100L, 0);
        operator.emitWatermark(5_000);

        assertThat(output.take()).containsExactly("100@100", "watermark 89");
    }

    @Test
    void forwardsTheLastWatermark() {
        operator.emit(100L, 0);
        operator.emitWatermark(Timestamps.MAX_WATERMARK);
        look(50);
        look(500);

        assertThat(output.take()).containsExactly("100@100", "watermark max");
    }

    @Test
    void becomesIdleAfterSilenceAndActiveWithTheNextRecord() {
        operator.emit(100L, 0);
        look(50);
        look(99);
        assertThat(output.take()).containsExactly("100@100", "watermark 89");

        look(50);
        assertThat(output.take()).containsExactly("idle");

        look(500);
        assertThat(output.take()).isEmpty();

        operator.emit(200L, 0);
        assertThat(output.take()).containsExactly("active", "200@200");
    }

    @Test
    void forwardsIdlenessOnce() {
        operator.emitIdle(true);
        operator.emitIdle(true);
        operator.emitIdle(false);

        assertThat(output.take()).containsExactly("idle", "active");
    }

    @Test
    void continuesFromACheckpoint() throws Exception {
        operator.emit(500L, 0);
        byte[] state = operator.snapshot(1).state().bytes();
        output.take();

        context.restoredState(List.of(state));
        operator = create(STRATEGY);
        operator.open();
        operator.emit(400L, 0);
        look(0);

        assertThat(output.take()).containsExactly("400@400", "watermark 489");
    }

    @Test
    void takesTheSlowestOldSubtaskWhenParallelismChanged() throws Exception {
        operator.emit(500L, 0);
        byte[] fast = operator.snapshot(1).state().bytes();
        operator = create(STRATEGY);
        operator.open();
        operator.emit(300L, 0);
        byte[] slow = operator.snapshot(1).state().bytes();
        output.take();

        context.restoredState(List.of(fast, slow));
        operator = create(STRATEGY);
        operator.open();
        look(0);

        assertThat(output.take()).containsExactly("watermark 289");
    }

    @Test
    void namesTheOperatorWhenTheAssignerFails() throws Exception {
        operator =
                create(WatermarkStrategy.<Long>forMonotonousTimestamps().withTimestampAssigner((value, timestamp) -> {
                    throw new IllegalArgumentException("no time");
                }));

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> operator.emit(1L, 0))
                .withMessage("Cannot process a record in operator 'x': java.lang.IllegalArgumentException: no time");
    }
}
