package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.Collector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.state.OperatorSnapshot;
import dev.weir.state.TimeDomain;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;
import dev.weir.time.ManualClock;
import dev.weir.time.Timestamps;
import org.junit.jupiter.api.Test;

final class KeyedProcessOperatorTest {
    private static final OutputTag<String> SIDE = new OutputTag<>("side");

    private final ManualClock clock = new ManualClock(1_000);
    private final RecordingOutput<String> output = new RecordingOutput<>();
    private final FakeOperatorContext<String> context = new FakeOperatorContext<>("x", output).clock(clock);

    /** Keys are the records' first characters. */
    private Operator<String> operator(KeyedProcessFunction<String, String, String> function) throws Exception {
        Operator<String> operator = Operators.process((String value) -> value.substring(0, 1), String.class, function)
                .create(context);
        operator.open();
        return operator;
    }

    private abstract static class Function extends KeyedProcessFunction<String, String, String> {}

    /** Counts the records of each key and emits the count when event time has gone 10 ms past each record. */
    private static final class CountOnTimer extends Function {
        private transient ValueState<Long> count;

        @Override
        public void open(RuntimeContext context) {
            count = context.state(new ValueStateDescriptor<>("count", Long.class));
        }

        @Override
        public void processElement(String value, Context<String> context, Collector<String> out) {
            Long before = count.value();
            count.update(before == null ? 1 : before + 1);
            context.timerService().registerEventTimeTimer(context.timestamp() + 10);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext<String> context, Collector<String> out) {
            out.collect(context.currentKey() + "=" + count.value() + " by " + context.timeDomain() + " "
                    + context.timestamp());
        }
    }

    @Test
    void firesEventTimeTimersBeforeTheWatermarkGoesOn() throws Exception {
        Operator<String> operator = operator(new CountOnTimer());
        operator.emit("b1", 5);
        operator.emit("a1", 1);
        operator.emit("a2", 2);
        operator.emitWatermark(11);
        operator.emitWatermark(12);
        operator.emitWatermark(100);

        assertThat(output.take())
                .containsExactly(
                        "a=2 by EVENT_TIME 11@11",
                        "watermark 11",
                        "a=2 by EVENT_TIME 12@12",
                        "watermark 12",
                        "b=1 by EVENT_TIME 15@15",
                        "watermark 100");
    }

    @Test
    void continuesStateTimersAndWatermarkFromACheckpoint() throws Exception {
        Operator<String> operator = operator(new CountOnTimer());
        operator.emit("a1", 1);
        operator.emitWatermark(5);
        OperatorSnapshot snapshot = operator.snapshot(1);
        output.take();

        context.restored(snapshot, 5);
        operator = operator(new CountOnTimer());
        operator.emit("a2", 2);
        operator.emitWatermark(12);

        assertThat(output.take()).containsExactly("a=2 by EVENT_TIME 11@11", "a=2 by EVENT_TIME 12@12", "watermark 12");
    }

    @Test
    void firesProcessingTimeTimersWithoutEventTime() throws Exception {
        Operator<String> operator = operator(new Function() {
            @Override
            public void processElement(String value, Context<String> context, Collector<String> out) {
                long now = context.timerService().currentProcessingTime();
                context.timerService().registerProcessingTimeTimer(now + 50);
                context.timerService().registerProcessingTimeTimer(now + 70);
                context.timerService().deleteProcessingTimeTimer(now + 70);
            }

            @Override
            public void onTimer(long timestamp, OnTimerContext<String> context, Collector<String> out) {
                assertThat(context.timeDomain()).isEqualTo(TimeDomain.PROCESSING_TIME);
                out.collect(context.currentKey() + " at " + context.timestamp());
                context.output(SIDE, "late");
            }
        });
        assertThat(operator.processingTime(1_000)).isEqualTo(Long.MAX_VALUE);

        operator.emit("a", 1);
        assertThat(operator.processingTime(1_049)).isEqualTo(1_050);
        assertThat(output.take()).isEmpty();

        assertThat(operator.processingTime(1_050)).isEqualTo(Long.MAX_VALUE);
        assertThat(output.take()).containsExactly("a at 1050");
        assertThat(context.sideOutput(SIDE).take()).containsExactly("late");
    }

    @Test
    void tellsTheFunctionTheWatermark() throws Exception {
        Operator<String> operator = operator(new Function() {
            @Override
            public void processElement(String value, Context<String> context, Collector<String> out) {
                out.collect("at " + context.timerService().currentWatermark());
            }
        });
        operator.emit("a", 1);
        operator.emitWatermark(7);
        operator.emit("a", 1);
        operator.emitIdle(true);

        assertThat(output.take())
                .containsExactly("at " + Timestamps.MIN_WATERMARK + "@1", "watermark 7", "at 7@1", "idle");
    }

    @Test
    void deletesEventTimeTimers() throws Exception {
        Operator<String> operator = operator(new Function() {
            @Override
            public void processElement(String value, Context<String> context, Collector<String> out) {
                if (value.endsWith("!")) {
                    context.timerService().deleteEventTimeTimer(10);
                } else {
                    context.timerService().registerEventTimeTimer(10);
                }
            }

            @Override
            public void onTimer(long timestamp, OnTimerContext<String> context, Collector<String> out) {
                out.collect(context.currentKey());
            }
        });
        operator.emit("a", 1);
        operator.emit("b", 1);
        operator.emit("a!", 1);
        operator.emitWatermark(10);

        assertThat(output.take()).containsExactly("b@10", "watermark 10");
    }

    @Test
    void emitsToSideOutputsWithTheRecordsTimestamp() throws Exception {
        Operator<String> operator = operator(new Function() {
            @Override
            public void processElement(String value, Context<String> context, Collector<String> out) {
                context.output(SIDE, value);
            }
        });
        operator.emit("a", 5);

        assertThat(context.sideOutput(SIDE).take()).containsExactly("a@5");
        assertThat(output.take()).isEmpty();
    }

    @Test
    void tellsTheFunctionWhereItRuns() throws Exception {
        Operator<String> operator = operator(new Function() {
            private String where = "";

            @Override
            public void open(RuntimeContext context) {
                where = context.subtaskIndex() + " of " + context.parallelism() + ", attempt " + context.attempt();
            }

            @Override
            public void processElement(String value, Context<String> context, Collector<String> out) {
                out.collect(where);
            }
        });
        operator.emit("a", 0);

        assertThat(output.take()).containsExactly("0 of 1, attempt 1@0");
    }

    @Test
    void refusesStateThatIsRegisteredTooLate() throws Exception {
        Operator<String> operator = operator(new Function() {
            private transient RuntimeContext kept;

            @Override
            public void open(RuntimeContext context) {
                kept = context;
            }

            @Override
            public void processElement(String value, Context<String> context, Collector<String> out) {
                kept.state(new ValueStateDescriptor<>("count", Long.class));
            }
        });

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> operator.emit("a", 0))
                .withMessage(
                        "Cannot register state 'count' in operator 'x': the operator is open already; ask for state"
                                + " in open() and keep it in a field")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB));
    }

    private static final class Failing extends Function {
        private final String where;

        Failing(String where) {
            this.where = where;
        }

        private void failIn(String here) {
            if (here.equals(where)) {
                throw new IllegalStateException("broken");
            }
        }

        @Override
        public void open(RuntimeContext context) {
            failIn("open");
        }

        @Override
        public void processElement(String value, Context<String> context, Collector<String> out) {
            context.timerService().registerEventTimeTimer(10);
            failIn("record");
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext<String> context, Collector<String> out) {
            failIn("timer");
        }
    }

    @Test
    void namesTheOperatorWhenTheFunctionFails() throws Exception {
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> operator(new Failing("open")))
                .withMessage("Cannot open the function in operator 'x': java.lang.IllegalStateException: broken");

        Operator<String> record = operator(new Failing("record"));
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> record.emit("a", 0))
                .withMessage("Cannot process a record in operator 'x': java.lang.IllegalStateException: broken");

        Operator<String> timer = operator(new Failing("timer"));
        timer.emit("a", 0);
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> timer.emitWatermark(10))
                .withMessage("Cannot process a timer in operator 'x': java.lang.IllegalStateException: broken");
    }
}
