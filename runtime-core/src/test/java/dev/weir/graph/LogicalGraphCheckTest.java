package dev.weir.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.delivery.DeadLetterPolicy;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.guarantee.Guarantee;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class LogicalGraphCheckTest {
    private final LogicalGraph graph = new LogicalGraph();

    private LogicalNode source() {
        return graph.add(new LogicalNode.Reading(FakeSource.bounded(), null), List.of());
    }

    private LogicalNode sink(LogicalNode input) {
        return graph.add(new LogicalNode.Writing(new FakeSink.Plain<>()), List.of(new LogicalInput(input, null, null)));
    }

    private static void assertInvalid(ThrowingCallable action, String message) {
        assertThatExceptionOfType(WeirException.class).isThrownBy(action).satisfies(e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB);
            assertThat(e.getMessage().lines())
                    .containsExactlyElementsOf(message.lines().toList());
        });
    }

    @Test
    void refusesAJobWithoutASink() {
        source();

        assertInvalid(
                () -> graph.plan("etl", 2, 128, Guarantee.AT_LEAST_ONCE),
                "Cannot plan job 'etl': no stream ends in a sink; call sinkTo(...) or print() on at least one");
    }

    @Test
    void refusesTwoOperatorsWithOneUid() {
        LogicalNode in = source();
        LogicalNode sink = sink(in);
        in.uid("orders");
        sink.uid("orders");

        assertInvalid(
                () -> graph.plan("etl", 2, 128, Guarantee.AT_LEAST_ONCE),
                "Cannot plan job 'etl': two operators have the uid 'orders': 'fake-source' (source) and 'plain' (sink);"
                        + " give each a uid of its own by uid(...)");
    }

    @Test
    void refusesAUidThatIsTheDefaultOfAnotherOperator() {
        LogicalNode in = source();
        sink(in);
        sink(in).uid("sink-1");

        assertInvalid(
                () -> graph.plan("etl", 2, 128, Guarantee.AT_LEAST_ONCE),
                "Cannot plan job 'etl': two operators have the uid 'sink-1': 'plain' (sink, default uid) and 'plain'"
                        + " (sink); give each a uid of its own by uid(...)");
    }

    @Test
    void refusesAParallelismOverTheMaximum() {
        LogicalNode in = source();
        in.parallelism(129);
        sink(in);

        assertInvalid(
                () -> graph.plan("etl", 2, 128, Guarantee.AT_LEAST_ONCE),
                "Cannot plan job 'etl': the parallelism of 'fake-source' (source, default uid) is over the job's"
                        + " maxParallelism: 129 > 128; lower the one, or raise the other in the options of a job"
                        + " without state");
    }

    @Test
    void refusesASinkWithFewerShardsThanSubtasks() {
        LogicalNode sink = sink(source());
        sink.shards(2);
        sink.parallelism(3);

        assertInvalid(
                () -> graph.plan("etl", 2, 128, Guarantee.AT_LEAST_ONCE),
                "Cannot plan job 'etl': sink 'plain' (sink, default uid) has fewer commit shards than its parallelism:"
                        + " 2 < 3; raise them by shards(...) or lower the sink's parallelism");
    }

    @Test
    void refusesASinkWithMoreShardsThanKeyGroups() {
        sink(source()).shards(200);

        assertInvalid(
                () -> graph.plan("etl", 2, 128, Guarantee.AT_LEAST_ONCE),
                "Cannot plan job 'etl': sink 'plain' (sink, default uid) has more commit shards than the job's"
                        + " maxParallelism: 200 > 128; lower them by shards(...)");
    }

    private static final class Nothing implements Sink<Object> {
        @Override
        public String kind() {
            return "nothing";
        }
    }

    @Test
    void refusesASinkThatSupportsNoStrategy() {
        graph.add(new LogicalNode.Writing(new Nothing()), List.of(new LogicalInput(source(), null, null)));

        assertInvalid(
                () -> graph.plan("etl", 2, 128, Guarantee.AT_LEAST_ONCE),
                "Cannot plan job 'etl': 'nothing' (sink, default uid): Cannot deliver to sink nothing: it supports no"
                        + " strategy: class " + Nothing.class.getName()
                        + "; implement SupportsWriteAheadLog, SupportsTwoPhaseCommit, SupportsIdempotentWriter or"
                        + " SupportsWriter");
    }

    @Test
    void refusesAStrategyThatTheSinkCannotDo() {
        LogicalNode sink = graph.add(
                new LogicalNode.Writing(new FakeSink.Plain<>()), List.of(new LogicalInput(source(), null, null)));
        sink.strategy(DeliveryStrategy.TWO_PHASE);

        assertInvalid(
                () -> graph.plan("etl", 2, 128, Guarantee.AT_LEAST_ONCE),
                "Cannot plan job 'etl': 'plain' (sink, default uid): Cannot deliver to sink plain by TWO_PHASE: as it is"
                        + " configured it does not support this strategy: it supports [AT_LEAST_ONCE]; choose one of"
                        + " these");
    }

    @Test
    void refusesDeadLettersOfASinkThatHasNoPlaceForThem() {
        LogicalNode sink = graph.add(
                new LogicalNode.Writing(new FakeSink.Plain<>()), List.of(new LogicalInput(source(), null, null)));
        sink.deadLetters(DeadLetterPolicy.keep());

        assertInvalid(
                () -> graph.plan("etl", 2, 128, Guarantee.AT_LEAST_ONCE),
                "Cannot plan job 'etl': sink 'plain' (sink, default uid) cannot keep dead letters: plain does not implement"
                        + " SupportsDeadLetters; take deadLetters(...) away");
    }

    @Test
    void refusesASinkThatGivesLessThanIsRequired() {
        sink(source());

        assertInvalid(
                () -> graph.plan("etl", 2, 128, Guarantee.EXACTLY_ONCE),
                "Cannot plan job 'etl': sink 'plain' (sink, default uid) gives less than the required guarantee: at least"
                        + " once by AT_LEAST_ONCE, not exactly once; use a strategy or a sink that gives it, or require"
                        + " less; the sink supports [AT_LEAST_ONCE]");
    }

    @Test
    void acceptsSinksThatGiveWhatIsRequired() {
        LogicalNode in = source();
        List<LogicalInput> inputs = List.of(new LogicalInput(in, null, null));
        graph.add(new LogicalNode.Writing(new FakeSink.Logged<>()), inputs);
        graph.add(new LogicalNode.Writing(new FakeSink.Transactional<>()), inputs);

        assertThat(graph.plan("etl", 2, 128, Guarantee.EXACTLY_ONCE).vertices()).hasSize(1);
    }

    @Test
    void reportsAllFaultsTogether() {
        LogicalNode in = source();
        in.uid("same");
        in.parallelism(200);
        LogicalNode other = source();
        other.uid("same");

        assertInvalid(() -> graph.plan("etl", 2, 128, Guarantee.AT_LEAST_ONCE), """
                Cannot plan job 'etl': 3 faults:
                  - no stream ends in a sink; call sinkTo(...) or print() on at least one
                  - two operators have the uid 'same': 'fake-source' (source) and 'fake-source' (source); give each a \
                uid of its own by uid(...)
                  - the parallelism of 'fake-source' (source) is over the job's maxParallelism: 200 > 128; lower the \
                one, or raise the other in the options of a job without state""");
    }

    @Test
    void refusesAUidThatNoFileOrKeyCouldHave() {
        LogicalNode in = source();

        for (String uid : List.of("", " ", " x", "..", "a/b", "a\\b", "a\nb", "x".repeat(101))) {
            assertInvalid(
                    () -> in.uid(uid),
                    "Cannot give operator 'fake-source' its uid: not usable as an identifier: '" + uid
                            + "'; use 1 to 100 characters without slashes, control characters and outer spaces, the first one not a dot");
        }
        in.uid("x".repeat(100));
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        LogicalNode in = source();

        assertInvalid(
                () -> in.parallelism(0),
                "Cannot set the parallelism of operator 'fake-source': it is 0; it must be at least 1");
        assertInvalid(
                () -> in.shards(0),
                "Cannot set the commit shards of sink 'fake-source': there are 0; there must be at least 1");
        assertInvalid(
                () -> in.name(" "), "Cannot name operator 'fake-source': the name is blank; give it a readable one");
    }

    @Test
    void keepsDefaultUidsWhenAnOperatorOfAnotherKindIsPutBetween() {
        sink(source());
        String before = sinkUid(graph.plan("etl", 1, 128, Guarantee.AT_LEAST_ONCE));

        LogicalGraph longer = new LogicalGraph();
        LogicalNode in = longer.add(new LogicalNode.Reading(FakeSource.bounded(), null), List.of());
        LogicalNode map = longer.add(
                new LogicalNode.Transforming("map", false, context -> {
                    throw new UnsupportedOperationException();
                }),
                List.of(new LogicalInput(in, null, null)));
        longer.add(new LogicalNode.Writing(new FakeSink.Plain<>()), List.of(new LogicalInput(map, null, null)));

        assertThat(sinkUid(longer.plan("etl", 1, 128, Guarantee.AT_LEAST_ONCE)))
                .isEqualTo(before)
                .isEqualTo("sink-1");
    }

    private static String sinkUid(PhysicalPlan plan) {
        List<Step> steps = plan.vertices().get(0).steps();
        return steps.get(steps.size() - 1).uid();
    }
}
