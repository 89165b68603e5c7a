package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.FlatMapFunction;
import dev.weir.function.MapFunction;
import dev.weir.state.OperatorSnapshot;
import dev.weir.time.Timestamps;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class OperatorsTest {
    private final RecordingOutput<Object> output = new RecordingOutput<>();

    @SuppressWarnings("unchecked")
    private <I, O> Operator<I> operator(OperatorFactory<I, O> factory) throws Exception {
        return factory.create((OperatorContext<O>) new FakeOperatorContext<>("x", output));
    }

    private static <I, O> OperatorFactory<I, O> map(MapFunction<I, O> function) {
        return Operators.map(function);
    }

    private static <I, O> OperatorFactory<I, O> flatMap(FlatMapFunction<I, O> function) {
        return Operators.flatMap(function);
    }

    @Test
    void mapsEachRecordAndKeepsItsTimestamp() throws Exception {
        Operator<String> map = operator(map((String value) -> value.length()));

        map.emit("one", 5);
        map.emit("three", Timestamps.NONE);

        assertThat(output.take()).containsExactly("3@5", "5");
    }

    @Test
    void filtersRecords() throws Exception {
        Operator<Integer> filter = operator(Operators.filter((Integer value) -> value > 1));

        filter.emit(1, 10);
        filter.emit(2, 20);

        assertThat(output.take()).containsExactly("2@20");
    }

    @Test
    void emitsAnyNumberOfRecordsForOne() throws Exception {
        Operator<String> flatMap = operator(flatMap((String value, dev.weir.function.Collector<Character> out) ->
                value.chars().forEach(c -> out.collect((char) c))));

        flatMap.emit("ab", 1);
        flatMap.emit("", 2);

        assertThat(output.take()).containsExactly("a@1", "b@1");
    }

    @Test
    void forwardsControlElements() throws Exception {
        for (OperatorFactory<String, String> factory : java.util.List.<OperatorFactory<String, String>>of(
                map(value -> value), flatMap((value, out) -> {}), Operators.filter(value -> true))) {
            Operator<String> operator = operator(factory);
            operator.open();
            operator.emitWatermark(7);
            operator.emitIdle(true);
            operator.emitIdle(false);

            assertThat(output.take()).containsExactly("watermark 7", "idle", "active");
            assertThat(operator.processingTime(1)).isEqualTo(Long.MAX_VALUE);
            assertThat(operator.snapshot(1)).isEqualTo(OperatorSnapshot.EMPTY);
        }
    }

    @Test
    void namesTheOperatorWhenAFunctionFails() throws Exception {
        Operator<String> map = operator(map((String value) -> Integer.parseInt(value)));
        Operator<String> filter = operator(Operators.filter((String value) -> value.charAt(0) == 'x'));
        Operator<String> flatMap = operator(flatMap((String value, dev.weir.function.Collector<String> out) -> {
            throw new IOException("gone");
        }));

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> map.emit("1x", 0))
                .withMessage(
                        "Cannot process a record in operator 'x': java.lang.NumberFormatException: For input string:"
                                + " \"1x\"")
                .withCauseInstanceOf(NumberFormatException.class)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION));
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> filter.emit("", 0))
                .withMessageStartingWith("Cannot process a record in operator 'x': ")
                .withCauseInstanceOf(StringIndexOutOfBoundsException.class);
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> flatMap.emit("", 0))
                .withMessage("Cannot process a record in operator 'x': java.io.IOException: gone")
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void passesOnAFailureThatAlreadyIsOneOfWeir() throws Exception {
        WeirException known = new WeirException(ErrorCode.INVALID_DATA, "Cannot read it");
        Operator<String> map = operator(map(value -> {
            throw known;
        }));

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> map.emit("", 0))
                .isSameAs(known);
    }

    @Test
    void restoresTheInterruptOfAFunction() throws Exception {
        Operator<String> map = operator(map(value -> {
            throw new InterruptedException();
        }));

        assertThatExceptionOfType(WeirException.class).isThrownBy(() -> map.emit("", 0));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void refusesANullResult() throws Exception {
        String message = "Cannot process a record in operator 'x': the function returned null; return a value, or drop"
                + " the record by filter or flatMap";
        Operator<String> map = operator(map(value -> null));
        Operator<String> flatMap = operator(flatMap((value, out) -> out.collect(null)));

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> map.emit("", 0))
                .withMessage(message);
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> flatMap.emit("", 0))
                .withMessage(message);
    }

    private static Output<Object> failing(RuntimeException failure) {
        return new Output<>() {
            @Override
            public void emit(Object value, long timestamp) {
                throw failure;
            }

            @Override
            public void emitWatermark(long watermark) {}

            @Override
            public void emitIdle(boolean idle) {}
        };
    }

    @Test
    void doesNotBlameAFunctionForAFailureFurtherDown() throws Exception {
        IllegalStateException failure = new IllegalStateException("cancelled");
        Operator<Object> map = Operators.map(value -> value).create(new FakeOperatorContext<>("x", failing(failure)));
        Operator<Object> flatMap = Operators.flatMap((value, out) -> out.collect(value))
                .create(new FakeOperatorContext<>("x", failing(failure)));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> map.emit("", 0))
                .isSameAs(failure);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> flatMap.emit("", 0))
                .isSameAs(failure);
    }

    @Test
    void doesNotLoseAFailureFurtherDownThatAFunctionCatches() throws Exception {
        IllegalStateException failure = new IllegalStateException("disk full");
        Operator<Object> flatMap = Operators.flatMap((value, out) -> {
                    try {
                        out.collect(value);
                    } catch (RuntimeException e) {
                        // A function that goes on whatever happens.
                    }
                })
                .create(new FakeOperatorContext<>("x", failing(failure)));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> flatMap.emit("", 0))
                .isSameAs(failure);
    }

    private static final class Counting implements MapFunction<String, Integer> {
        private int count;

        @Override
        public Integer map(String value) {
            return ++count;
        }
    }

    @Test
    void givesEachOperatorItsOwnCopyOfAFunction() throws Exception {
        Counting original = new Counting();
        OperatorFactory<String, Integer> factory = map(original);
        Operator<String> one = operator(factory);
        Operator<String> two = operator(factory);

        one.emit("", 0);
        one.emit("", 0);
        two.emit("", 0);

        assertThat(output.take()).containsExactly("1@0", "2@0", "1@0");
        assertThat(original.count).isZero();
    }
}
