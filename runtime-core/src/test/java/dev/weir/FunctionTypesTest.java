package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.AggregateFunction;
import dev.weir.function.Collector;
import dev.weir.function.FlatMapFunction;
import dev.weir.function.KeySelector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.function.MapFunction;
import dev.weir.function.ReduceFunction;
import dev.weir.function.TimeWindow;
import dev.weir.function.WindowFunction;
import dev.weir.graph.FakeSource;
import dev.weir.source.FileSource;
import dev.weir.source.GeneratorFunction;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FunctionTypesTest {
    private static final Type LIST_OF_STRINGS = typeOf("listOfStrings");

    @SuppressWarnings("unused")
    private static List<String> listOfStrings() {
        throw new UnsupportedOperationException();
    }

    private record Order(String customer, long cents, List<String> tags) {}

    private static Type typeOf(String method) {
        try {
            return FunctionTypesTest.class.getDeclaredMethod(method).getGenericReturnType();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static <I, O> Type map(MapFunction<I, O> function) {
        return FunctionTypes.ofMap(function);
    }

    private static <I, O> Type flatMap(FlatMapFunction<I, O> function) {
        return FunctionTypes.ofFlatMap(function);
    }

    private static <T, K> Type key(KeySelector<T, K> selector) {
        return FunctionTypes.ofKey(selector);
    }

    @Test
    void findsTheResultOfALambda() {
        assertThat(map((Order order) -> order.customer())).isEqualTo(String.class);
        assertThat(map((Order order) -> order)).isEqualTo(Order.class);
        assertThat(key((Order order) -> order.cents() % 10)).isEqualTo(Long.class);
        assertThat(key((Order order) -> new byte[0])).isEqualTo(byte[].class);
    }

    @Test
    void findsTheResultOfALambdaThatCapturesWhatCannotBeSerialized() {
        Object captured = new Object();

        assertThat(map((Order order) -> order.customer() + captured)).isEqualTo(String.class);
    }

    @Test
    void findsTheResultOfAMethodReferenceWithItsTypeArguments() {
        assertThat(map(Order::customer)).isEqualTo(String.class);
        assertThat(map(Order::cents)).isEqualTo(Long.class);
        assertThat(map(Order::tags)).isEqualTo(LIST_OF_STRINGS);
        assertThat(FunctionTypesTest.<String, StringBuilder>map(StringBuilder::new))
                .isEqualTo(StringBuilder.class);
    }

    @Test
    void findsOnlyTheClassWhereALambdaHidesTheTypeArguments() {
        assertThat(map((Order order) -> order.tags())).isEqualTo(List.class);
    }

    private static <X> MapFunction<X, X> identity() {
        return value -> value;
    }

    @Test
    void findsNothingInAGenericMethod() {
        assertThat(map(FunctionTypesTest.<String>identity())).isEqualTo(FunctionTypes.UNKNOWN);
    }

    private static final class Customers implements MapFunction<Order, String> {
        @Override
        public String map(Order value) {
            return value.customer();
        }
    }

    private abstract static class Renamed<R, A> implements MapFunction<A, List<R>> {}

    private static class Middle<X> extends Renamed<X, Order> {
        @Override
        public List<X> map(Order value) {
            return List.of();
        }
    }

    private static final class Tags extends Middle<String> {}

    @Test
    void findsTheResultOfAClass() {
        assertThat(map(new Customers())).isEqualTo(String.class);
        assertThat(map(new MapFunction<String, Map<String, Order>>() {
                    @Override
                    public Map<String, Order> map(String value) {
                        return Map.of();
                    }
                }))
                .hasToString("java.util.Map<java.lang.String, dev.weir.FunctionTypesTest$Order>");
    }

    @Test
    void followsTypeArgumentsThroughSuperclasses() {
        assertThat(map(new Tags())).isEqualTo(LIST_OF_STRINGS);
        assertThat(LIST_OF_STRINGS).isEqualTo(map(new Tags()));
        assertThat(map(new Tags())).hasSameHashCodeAs(LIST_OF_STRINGS);
        assertThat(map(new Middle<>())).isEqualTo(List.class);
    }

    @SuppressWarnings("rawtypes")
    private static final class Raw implements MapFunction {
        @Override
        public Object map(Object value) {
            return value;
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void findsNothingInARawClass() {
        assertThat(map(new Raw())).isEqualTo(FunctionTypes.UNKNOWN);
    }

    private static void split(String line, Collector<String> out) {
        List.of(line.split(" ")).forEach(out::collect);
    }

    private static final class Split implements FlatMapFunction<String, List<String>> {
        @Override
        public void flatMap(String value, Collector<List<String>> out) {}
    }

    @Test
    void findsWhatIsCollectedWhereItIsDeclared() {
        assertThat(flatMap(new Split())).isEqualTo(LIST_OF_STRINGS);
        assertThat(flatMap(FunctionTypesTest::split)).isEqualTo(String.class);
        assertThat(FunctionTypesTest.<String, String>flatMap((line, out) -> split(line, out)))
                .isEqualTo(FunctionTypes.UNKNOWN);
    }

    private static final class Totals implements WindowFunction<Long, Map<String, Long>, String> {
        @Override
        public Map<String, Long> apply(String key, TimeWindow window, Long result) {
            return Map.of(key, result);
        }
    }

    @Test
    void findsTheResultOfAWindowFunction() {
        assertThat(FunctionTypes.ofWindow(new Totals())).hasToString("java.util.Map<java.lang.String, java.lang.Long>");
        assertThat(FunctionTypes.ofWindow((WindowFunction<Long, Long, String>) (key, window, result) -> result))
                .isEqualTo(Long.class);
    }

    private static final class Count<T> implements AggregateFunction<T, long[], Long> {
        @Override
        public long[] createAccumulator() {
            return new long[1];
        }

        @Override
        public long[] add(T value, long[] accumulator) {
            accumulator[0]++;
            return accumulator;
        }

        @Override
        public Long result(long[] accumulator) {
            return accumulator[0];
        }

        @Override
        public long[] merge(long[] left, long[] right) {
            return new long[] {left[0] + right[0]};
        }
    }

    @Test
    void findsTheTypesOfAnAggregate() {
        assertThat(FunctionTypes.ofAccumulator(new Count<Order>())).isEqualTo(long[].class);
        assertThat(FunctionTypes.ofAggregate(new Count<Order>())).isEqualTo(Long.class);
    }

    private static final class Tagging extends KeyedProcessFunction<String, Order, List<String>> {
        @Override
        public void processElement(Order value, Context<String> context, Collector<List<String>> out) {}
    }

    @Test
    void findsTheResultOfAProcessFunction() {
        assertThat(FunctionTypes.ofProcess(new Tagging())).isEqualTo(LIST_OF_STRINGS);
    }

    @Test
    void findsTheRecordsOfASource() {
        assertThat(FunctionTypes.ofSource(FakeSource.bounded())).isEqualTo(FunctionTypes.UNKNOWN);
        assertThat(FunctionTypes.ofSource(FileSource.lines("x"))).isEqualTo(FunctionTypes.UNKNOWN);
        GeneratorFunction<String> generator = index -> "order " + index;
        assertThat(FunctionTypes.ofGenerator(generator)).isEqualTo(String.class);
    }

    @Test
    void takesTheCloserOfTwoTypesForAReducedValue() {
        ReduceFunction<List<String>> lists = (left, right) -> left;
        ReduceFunction<Long> sum = Long::sum;

        assertThat(FunctionTypes.ofReduced(sum, FunctionTypes.UNKNOWN)).isEqualTo(Long.class);
        assertThat(FunctionTypes.ofReduced(sum, Number.class)).isEqualTo(Long.class);
        assertThat(FunctionTypes.ofReduced(lists, LIST_OF_STRINGS)).isEqualTo(LIST_OF_STRINGS);
        assertThat(FunctionTypes.ofReduced(first(), Order.class)).isEqualTo(Order.class);
    }

    private static <X> ReduceFunction<X> first() {
        return (left, right) -> left;
    }

    @Test
    void refusesAnUnknownTypeWithARemedy() {
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> FunctionTypes.require(
                        FunctionTypes.UNKNOWN, "reduce a stream", "the type of its records", "say it by returns(...)"))
                .withMessage(
                        "Cannot reduce a stream: the type of its records cannot be found in the function (a generic"
                                + " method or a lambda hides it); say it by returns(...)")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB));
    }
}
