package dev.weir.cli.verify;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.history.Witness;
import dev.weir.consistency.history.Witness.Step;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationOptions;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Comes to a verdict that was fixed before, in one case, and remembers what it was asked for. */
final class FakeSuite implements Suite {
    private final Verdict verdict;

    @Nullable
    SinkUnderTest sink;

    @Nullable
    String mutant;

    @Nullable
    VerificationOptions options;

    @Nullable
    ClassLoader contextLoader;

    FakeSuite(Verdict verdict) {
        this.verdict = verdict;
    }

    @Override
    public List<SinkUnderTest> sinks() {
        return List.of(
                new NamedSink("tank", List.of(DeliveryStrategy.TWO_PHASE, DeliveryStrategy.WRITE_AHEAD_LOG)),
                new NamedSink("pond", List.of(DeliveryStrategy.IDEMPOTENT)));
    }

    @Override
    public List<Mutant> mutants() {
        return List.of(new Mutant("commit-at-prepare", "commits too early", "FLINK-31363"));
    }

    @Override
    public SuiteResult verifySink(SinkUnderTest tested, VerificationOptions asked, VerificationProgress progress) {
        this.sink = tested;
        return run(tested.name(), asked, progress);
    }

    @Override
    public SuiteResult verifyMutant(String name, VerificationOptions asked, VerificationProgress progress) {
        this.mutant = name;
        return run(name, asked, progress);
    }

    private SuiteResult run(String subject, VerificationOptions asked, VerificationProgress progress) {
        this.options = asked;
        this.contextLoader = Thread.currentThread().getContextClassLoader();
        Witness witness = new Witness(List.of(
                new Step(0, "attempt 1", "commits unit 4"), new Step(2_500_000_000L, "reader", "sees it twice")));
        CaseResult result = new CaseResult(
                Engine.REAL_SERVERS,
                subject,
                "SINK_SEALED",
                verdict,
                "as it was \u001b[2Jfixed",
                verdict == Verdict.VIOLATION
                        ? List.of(new Violation(Anomaly.DUPLICATE, "partition 1 offset 7 is there twice", witness))
                        : List.of(),
                "seed 3 plan SINK_SEALED@2",
                1,
                Duration.ofMillis(1500));
        progress.caseStarted(Engine.REAL_SERVERS, "SINK_SEALED", 1, 2);
        progress.status("attempt 2, 31,200 of 60,000 records");
        progress.caseEnded(result);
        return new SuiteResult(
                subject,
                asked.seed(),
                0,
                Duration.ofSeconds(62),
                Map.of("Weir", "0.1"),
                List.of(result),
                List.of(),
                List.of("anything else"));
    }

    /** A sink that can only be asked for its name and strategies. */
    record NamedSink(String name, List<DeliveryStrategy> strategies) implements SinkUnderTest {
        @Override
        public Destination start() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
            throw new UnsupportedOperationException();
        }
    }
}
