package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.AggregateFunction;
import dev.weir.function.Collector;
import dev.weir.function.KeySelector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.function.MapFunction;
import dev.weir.function.ReduceFunction;
import dev.weir.graph.FakeSource;
import dev.weir.graph.Partitioning;
import dev.weir.graph.PlanShape;
import dev.weir.graph.Step;
import dev.weir.guarantee.Guarantee;
import dev.weir.source.GeneratorSource;
import dev.weir.time.WatermarkStrategy;
import dev.weir.window.TumblingEventTimeWindows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class StreamEnvironmentTest {
    private static final TumblingEventTimeWindows SECONDS = TumblingEventTimeWindows.of(Duration.ofSeconds(1));

    private final StreamEnvironment environment = StreamEnvironment.create(
            JobOptions.builder().name("etl").parallelism(2).build());

    private OperatorStream<String> words(String name) {
        return environment.fromSource(FakeSource.<String>bounded(), name);
    }

    private static void assertInvalid(ThrowingCallable action, String message) {
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(action)
                .withMessage(message)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB));
    }

    @Test
    void plansAWholeJob() {
        OutputTag<String> late = new OutputTag<>("late");
        OperatorStream<Integer> lengths = words("words")
                .filter(word -> !word.isEmpty())
                .flatMap((String word, Collector<String> out) -> out.collect(word))
                .assignTimestampsAndWatermarks(WatermarkStrategy.forMonotonousTimestamps())
                .map(String::length)
                .name("length");
        OperatorStream<Integer> sums = lengths.keyBy(length -> length % 10)
                .window(SECONDS)
                .reduce(Integer::sum)
                .uid("sums")
                .parallelism(3);
        sums.print().name("out").uid("printed").parallelism(3).shards(12);
        sums.sideOutput(late).print();

        assertThat(PlanShape.vertices(environment.plan()))
                .containsExactly(
                        "words -> filter -> flat-map -> timestamps -> length x 2", "window -> out x 3", "print x 2");
        assertThat(PlanShape.edges(environment.plan()))
                .containsExactly("length -> window: ByKey", "window/late -> print: Rebalance");
        assertThat(PlanShape.steps(environment.plan().vertices().get(1))).containsExactly("sums(-1)", "printed(0)");
    }

    @Test
    void marksTheOperatorsWithKeyedState() {
        KeyedStream<String, String> keyed = words("words").map(word -> word).keyBy(word -> word);
        keyed.reduce((left, right) -> left).print();
        keyed.process(new Echo()).print();
        keyed.window(SECONDS).reduce((left, right) -> left).print();

        assertThat(environment.plan().vertices())
                .flatMap(vertex -> vertex.steps())
                .filteredOn(step -> step instanceof Step.OperatorStep operator && operator.stateful())
                .extracting(Step::uid)
                .containsExactly("reduce-1", "process-1", "window-1");
    }

    private static final class Echo extends KeyedProcessFunction<String, String, String> {
        @Override
        public void processElement(String value, Context<String> context, Collector<String> out) {
            out.collect(value);
        }
    }

    @Test
    void spreadsAUnionOfKeyedStreamsByKey() {
        DataStream<String> both = words("a").union(words("b"));
        both.keyBy(word -> word).map(word -> word).print();

        assertThat(PlanShape.edges(environment.plan())).containsExactly("a -> map: ByKey", "b -> map: ByKey");
    }

    @Test
    void hashesKeysByTheirType() {
        words("a").keyBy(word -> word).print();

        Partitioning.ByKey byKey =
                (Partitioning.ByKey) environment.plan().edges().get(0).partitioning();
        assertThat(byKey.hash().get().applyAsInt("key")).isEqualTo("key".hashCode());
    }

    @Test
    void makesSourcesOfElementsListsGeneratorsAndFiles() {
        environment.fromElements(1, 2).name("elements").print();
        environment.fromCollection(List.of("a")).name("list").print();
        environment.fromGenerator(5, index -> index).name("counted").print();
        environment.readFiles("x.txt").print();
        environment
                .fromSource(GeneratorSource.unbounded(index -> index), WatermarkStrategy.forMonotonousTimestamps(), "g")
                .print();

        assertThat(PlanShape.vertices(environment.plan()))
                .containsExactly(
                        "elements -> print x 2",
                        "list -> print x 2",
                        "counted -> print x 2",
                        "files -> print x 2",
                        "g -> print x 2");
        assertThat(environment.explain()).startsWith("Job 'etl': unbounded");
    }

    @Test
    void refusesKeysThatHaveNoStableHash() {
        OperatorStream<String> words = words("a");

        assertInvalid(
                () -> words.keyBy(word -> word.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "Cannot key by class byte[]: an array has no hashCode of its own; use a List or a record instead");
        assertInvalid(
                () -> words.keyBy(word -> new StringBuilder(word)),
                "Cannot key by class java.lang.StringBuilder: it has no hashCode of its own; make it a record, or override"
                        + " equals and hashCode");
        assertInvalid(
                () -> words.keyBy(word -> Set.of(word)),
                "Cannot key by class java.util.Set: its elements have no fixed order; use a sorted List or a record"
                        + " instead");
        assertInvalid(
                () -> words.keyBy(opaque(), Map.class),
                "Cannot key by class java.util.Map: its elements have no fixed order; use a sorted List or a record"
                        + " instead");
        words.keyBy(opaque());
        words.keyBy(opaque(), String.class);
    }

    private static <T, K> KeySelector<T, K> opaque() {
        return value -> {
            throw new UnsupportedOperationException();
        };
    }

    private static <T> ReduceFunction<T> first() {
        return (left, right) -> left;
    }

    @Test
    void refusesToReduceRecordsOfAnUnknownType() {
        KeyedStream<String, String> unknown = words("a").keyBy(word -> word);
        String message =
                "the type of its records cannot be found in the function (a generic method or a lambda hides it);"
                        + " say it by returns(...) on the stream before keyBy";

        assertInvalid(() -> unknown.reduce(first()), "Cannot reduce a stream: " + message);
        assertInvalid(() -> unknown.window(SECONDS).reduce(first()), "Cannot reduce a window: " + message);
        assertInvalid(
                () -> unknown.window(SECONDS).reduce(first(), (key, window, result) -> result),
                "Cannot reduce a window: " + message);

        KeyedStream<String, String> known = words("b").returns(String.class).keyBy(word -> word);
        known.reduce(first());
        known.window(SECONDS).reduce(first());
    }

    private static final class Latest<T, A> implements AggregateFunction<T, A, A> {
        @Override
        public A createAccumulator() {
            throw new UnsupportedOperationException();
        }

        @Override
        public A add(T value, A accumulator) {
            return accumulator;
        }

        @Override
        public A result(A accumulator) {
            return accumulator;
        }

        @Override
        public A merge(A left, A right) {
            return right;
        }
    }

    @Test
    void refusesToAggregateIntoAnUnknownType() {
        WindowedStream<String, String> windowed = words("a").keyBy(word -> word).window(SECONDS);

        assertInvalid(
                () -> windowed.aggregate(new Latest<String, Long>()),
                "Cannot aggregate a window: the type of the accumulator cannot be found in the function (a generic method"
                        + " or a lambda hides it); pass its class to aggregate(...) too");
        windowed.aggregate(new Latest<String, Long>(), Long.class);
        windowed.aggregate(new Latest<String, Long>(), (key, window, result) -> result, Long.class);
    }

    @Test
    void refusesNegativeLateness() {
        WindowedStream<String, String> windowed = words("a").keyBy(word -> word).window(SECONDS);

        assertInvalid(
                () -> windowed.allowedLateness(Duration.ofMillis(-1)),
                "Cannot allow lateness: it is negative: -1 ms; it must be at least zero");
    }

    @Test
    void refusesToUniteStreamsOfTwoEnvironments() {
        OperatorStream<String> other = StreamEnvironment.create().fromElements("a");

        assertInvalid(
                () -> words("a").union(other),
                "Cannot unite streams: they belong to different StreamEnvironments; build a job in one of them");
    }

    private static final class WithThread implements MapFunction<String, String> {
        private final Thread thread = Thread.currentThread();

        @Override
        public String map(String value) {
            return value + thread;
        }
    }

    @Test
    void refusesAFunctionThatCannotBeCopied() {
        assertInvalid(
                () -> words("a").map(new WithThread()),
                "Cannot copy function dev.weir.StreamEnvironmentTest$WithThread for each subtask: not serializable:"
                        + " java.lang.Thread in field 'thread'; make java.lang.Thread implement java.io.Serializable, or"
                        + " the field that holds it transient");
    }

    @Test
    void refusesAJobWithoutASink() {
        words("a");

        assertInvalid(
                environment::start,
                "Cannot plan job 'etl': no stream ends in a sink; call sinkTo(...) or print() on at least one");
    }

    @Test
    void refusesAJobThatGivesLessThanItsOptionsRequire() {
        StreamEnvironment strict = StreamEnvironment.create(JobOptions.builder()
                .name("strict")
                .requireGuarantee(Guarantee.EXACTLY_ONCE)
                .build());
        strict.fromElements("a").print();

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(strict::start)
                .withMessageStartingWith(
                        "Cannot plan job 'strict': sink 'print' (sink, default uid) gives less than the"
                                + " required guarantee");
    }
}
