package dev.weir.consistency.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.consistency.Verification;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationOptions;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a subject does wrong ends in a verdict with a reason, and in good time. */
@Timeout(60)
class BadSinksTest {
    private static final Duration CALL = Duration.ofSeconds(2);
    private static final LiveSettings ONCE = settings(0, 500, Duration.ofSeconds(40));
    /** A process that hangs takes all of it. */
    private static final LiveSettings HANGING = settings(0, 500, Duration.ofSeconds(20));

    @TempDir
    private static Path folder;

    private static final ExecutorService POOL = Executors.newFixedThreadPool(5);
    private static final Map<Bad, Future<List<CaseResult>>> RESULTS = new LinkedHashMap<>();

    /**
     * What is to come out.
     *
     * @param settings mostly so little that one process is enough
     */
    private record Bad(
            SinkUnderTest sink,
            LiveSettings settings,
            Function<Bench, LiveCase> tried,
            Verdict verdict,
            String reason) {
        @Override
        public String toString() {
            return sink.name();
        }
    }

    private static Bad once(SinkUnderTest sink, Verdict verdict, String reason) {
        return new Bad(sink, ONCE, RealServers::deaths, verdict, reason);
    }

    private static Bad hanging(SinkUnderTest sink, String place) {
        return new Bad(sink, HANGING, RealServers::deaths, Verdict.STUCK, place);
    }

    private static Bad restarting(SinkUnderTest sink, String reason) {
        return new Bad(
                sink, settings(0, 5_000, Duration.ofSeconds(40)), RealServers::restarts, Verdict.VIOLATION, reason);
    }

    private static LiveSettings settings(int kills, long records, Duration life) {
        return new LiveSettings(records, 400, kills, 1, Duration.ofMillis(100), Duration.ofMillis(100), life, CALL, 10);
    }

    private static final List<Bad> ALL = List.of(
            once(new BadSinks.ThrowsInCreate(), Verdict.INCONCLUSIVE, "this sink never works"),
            once(new BadSinks.ThrowsInOpen(), Verdict.INCONCLUSIVE, "this sink never works"),
            once(new BadSinks.ThrowsInWrite(), Verdict.STUCK, "this sink never works"),
            once(new BadSinks.ThrowsInCommit(), Verdict.STUCK, "this sink never works"),
            hanging(new BadSinks.HangsInCreate(), "BadSinks$OverFiles.create"),
            hanging(new BadSinks.HangsInOpen(), "BadSinks$BadSink.openTransactionShard"),
            hanging(new BadSinks.HangsInWrite(), "BadSinks$BadTransaction.write"),
            hanging(new BadSinks.HangsInCommit(), "BadSinks$BadShard.commit"),
            once(new BadSinks.HasNoPublicConstructor(), Verdict.INCONCLUSIVE, "HasNoPublicConstructor.<init>()"),
            once(new BadSinks.ReaderThrows(), Verdict.INCONCLUSIVE, "this reader never works"),
            once(new BadSinks.ReaderHangs(), Verdict.STUCK, "BadSinks$ReaderHangs.read"),
            once(new BadSinks.ReaderReturnsGarbage(), Verdict.VIOLATION, "PHANTOM"),
            new Bad(
                    new BadSinks.Lies(),
                    settings(2, 500, Duration.ofSeconds(40)),
                    RealServers::deaths,
                    Verdict.VIOLATION,
                    "DUPLICATE"),
            restarting(new BadSinks.LeaksThreads(), "threads after"),
            restarting(new BadSinks.LeaksSockets(), "sockets after"));

    static Stream<Bad> all() {
        return ALL.stream();
    }

    @BeforeAll
    static void tryAll() {
        for (Bad bad : ALL) {
            RESULTS.put(bad, POOL.submit(() -> tryIt(bad)));
        }
    }

    private static List<CaseResult> tryIt(Bad bad) throws Exception {
        try (RunningDestination running = RunningDestination.start(bad.sink())) {
            return bad.tried()
                    .apply(new Bench(
                            bad.sink(),
                            running.destination(),
                            DeliveryStrategy.TWO_PHASE,
                            bad.settings(),
                            3,
                            folder.resolve(bad.sink().name()),
                            "",
                            VerificationProgress.SILENT))
                    .run();
        }
    }

    @AfterAll
    static void stop() {
        POOL.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("all")
    void endsInAVerdictWithAReason(Bad bad) throws Exception {
        CaseResult result = RESULTS.get(bad).get().get(0);

        assertThat(result.verdict()).as("%s", result).isEqualTo(bad.verdict());
        assertThat(result.reason()
                        + result.violations().stream().map(Violation::toString).toList())
                .contains(bad.reason());
    }

    @Test
    void saysWhyADestinationCannotBeStarted() throws Exception {
        SuiteResult result = Verification.ofSink(
                new BadSinks.DestinationCannotStart(),
                new VerificationOptions(DeliveryStrategy.TWO_PHASE, CALL, 1, folder.resolve("none")),
                VerificationProgress.SILENT);

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.cases().get(0).reason()).contains("cannot be started").contains("there is no such server");
    }

    @Test
    void givesUpOnADestinationThatNeverStarts() {
        assertThatThrownBy(() -> RunningDestination.start(new BadSinks.DestinationNeverStarts(), CALL))
                .isInstanceOf(Bounded.StuckException.class)
                .hasMessageContaining("start the destination")
                .hasMessageContaining("BadSinks$DestinationNeverStarts.start");
    }
}
