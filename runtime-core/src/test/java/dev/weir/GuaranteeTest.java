package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.delivery.RewindPolicy;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.MapFunction;
import dev.weir.function.NonDeterministic;
import dev.weir.graph.FakeSink;
import dev.weir.graph.FakeSource;
import dev.weir.graph.Link;
import dev.weir.guarantee.Finding;
import dev.weir.guarantee.Guarantee;
import dev.weir.sink.CollectSink;
import dev.weir.source.GeneratorSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guarantee as a user meets it: explained, and required. */
final class GuaranteeTest {
    private static final Finding ASYNCHRONOUS = new Finding(
            Guarantee.AT_MOST_ONCE,
            "synchronous_commit",
            "a commit that was acknowledged can be lost",
            "set synchronous_commit to on");

    private static StreamEnvironment environment(JobOptions.Builder options) {
        return StreamEnvironment.create(options.name("orders")
                .checkpointDirectory(Path.of("checkpoints"))
                .build());
    }

    private static StreamEnvironment environment() {
        return environment(JobOptions.builder());
    }

    private static StreamEnvironment probed(JobOptions.Builder options, List<Finding> findings) {
        StreamEnvironment environment = environment(options);
        environment
                .fromElements("a")
                .sinkTo(new FakeSink.Probed<>(() -> findings))
                .name("table");
        return environment;
    }

    private static StreamEnvironment unreachable(JobOptions.Builder options) {
        StreamEnvironment environment = environment(options);
        environment
                .fromElements("a")
                .sinkTo(new FakeSink.Probed<>(() -> {
                    throw new WeirException(
                            ErrorCode.DESTINATION_UNAVAILABLE,
                            "Cannot connect to db: connection refused: port 1; start the server");
                }))
                .name("table");
        return environment;
    }

    @Test
    void isAsWeakAsTheDestinationIsNow() {
        assertThat(probed(JobOptions.builder(), List.of(ASYNCHRONOUS)).explain())
                .contains("""

                        Guarantee: at most once
                            Weakest link: synchronous_commit of sink table
                                why:  a commit that was acknowledged can be lost
                                mend: set synchronous_commit to on

                        """);
    }

    @Test
    void isExactlyOnceWhereTheDestinationIsGood() {
        StreamEnvironment environment = probed(JobOptions.builder(), List.of(Finding.good("fsync", "is on")));

        assertThat(environment.guarantee().level()).isEqualTo(Guarantee.EXACTLY_ONCE);
        assertThat(environment.explain()).contains("    exactly once   sink table: fsync: is on\n");
    }

    @Test
    void showsADestinationThatDoesNotAnswerAsUnknown() {
        assertThat(unreachable(JobOptions.builder()).explain())
                .contains("""

                        Guarantee: unknown, at most exactly once
                            Not looked at: destination of sink table
                                why:  Cannot connect to db: connection refused: port 1
                                mend: start the server

                        """)
                .contains("    unknown        sink table: destination: Cannot connect to db");
    }

    @Test
    void refusesToStartWhenTheDestinationGivesLess() {
        StreamEnvironment environment =
                probed(JobOptions.builder().requireGuarantee(Guarantee.EXACTLY_ONCE), List.of(ASYNCHRONOUS));

        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(environment::start)
                .withMessage(
                        "Cannot start job 'orders': the required guarantee, exactly once, is not given: sink table gives"
                                + " at most once, synchronous_commit: a commit that was acknowledged can be lost; set"
                                + " synchronous_commit to on")
                .extracting(WeirException::code)
                .isEqualTo(ErrorCode.INVALID_JOB);
        assertThat(environment.explain())
                .contains("Guarantee: at most once; the job requires exactly once and does not start\n");
    }

    @Test
    void refusesToStartWhenTheDestinationDoesNotAnswer() {
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(unreachable(JobOptions.builder().requireGuarantee(Guarantee.EXACTLY_ONCE))::start)
                .withMessage(
                        "Cannot start job 'orders': the required guarantee, exactly once, is not known to be given:"
                                + " sink table, destination: Cannot connect to db: connection refused: port 1; start the server")
                .extracting(WeirException::code)
                .isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE);
    }

    @Test
    void startsWhenWhatIsRequiredIsGiven() throws InterruptedException {
        CollectSink<String> results = CollectSink.exactlyOnce(String.class);
        StreamEnvironment environment = StreamEnvironment.create(
                JobOptions.builder().requireGuarantee(Guarantee.EXACTLY_ONCE).build());
        environment.fromElements("a").sinkTo(results);

        environment.execute();

        assertThat(results.results()).containsExactly("a");
    }

    @Test
    void takesAJobThatRequiresMoreThanItGivesToPiecesInsteadOfRefusingToExplainIt() {
        StreamEnvironment environment = environment(JobOptions.builder().requireGuarantee(Guarantee.EXACTLY_ONCE));
        environment.fromElements("a").print();

        assertThat(environment.explain())
                .contains("Guarantee: at least once; the job requires exactly once and does not start\n");
    }

    @Test
    void isWeakenedByFunctionsThatAreNotDeterministicOnlyWhereRecordsAreShownEarly() {
        StreamEnvironment environment = environment();
        OperatorStream<Long> stamped = environment
                .fromSource(FakeSource.<String>bounded(), "a")
                .map(new Stamp())
                .name("stamp");
        stamped.sinkTo(new FakeSink.Logged<>());
        assertThat(environment.guarantee().level()).isEqualTo(Guarantee.EXACTLY_ONCE);

        stamped.sinkTo(new FakeSink.Idempotent<>());
        assertThat(environment.guarantee().weakest()).singleElement().satisfies(link -> {
            assertThat(link.place()).isEqualTo("operator stamp");
            assertThat(link.finding().limit()).isEqualTo(Guarantee.AT_LEAST_ONCE);
            assertThat(link.finding().mend()).startsWith("choose WRITE_AHEAD_LOG or TWO_PHASE");
        });
    }

    @Test
    void takesOtherFunctionsAsDeterministicAndSaysSo() {
        StreamEnvironment environment = environment();
        environment.fromElements("a").map(String::length).sinkTo(new FakeSink.Idempotent<>());

        assertThat(environment.guarantee().level()).isEqualTo(Guarantee.EXACTLY_ONCE);
        assertThat(environment.explain())
                .contains("operators: functions: taken to give equal results for equal records");
    }

    @Test
    void countsAForkAsAtLeastOnce() {
        StreamEnvironment environment = environment(JobOptions.builder().rewindPolicy(RewindPolicy.FORK));
        environment.fromElements("a").sinkTo(new FakeSink.Logged<>());

        assertThat(environment.guarantee().weakest())
                .extracting(link -> link.finding().subject())
                .containsExactly("rewind policy FORK");
    }

    @Test
    void followsASinkToAllItsSources() {
        StreamEnvironment environment = environment();
        OperatorStream<Long> a = environment.fromSource(GeneratorSource.bounded(1, index -> index), "a");
        OperatorStream<Long> b = environment.fromSource(GeneratorSource.bounded(1, index -> index), "b");
        environment.fromElements(1L).sinkTo(new FakeSink.Logged<>());
        a.union(b).keyBy(value -> value).reduce(Long::sum).sinkTo(new FakeSink.Logged<>());

        assertThat(environment.guarantee().sinks().get(1).links())
                .extracting(Link::place)
                .startsWith("source a", "source b", "operators", "job");
    }

    private static final class Stamp implements MapFunction<String, Long>, NonDeterministic {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(String value) {
            return (long) value.length();
        }
    }
}
