package dev.weir.consistency;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weir.consistency.contract.ContractCheck;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.history.Witness;
import dev.weir.consistency.live.Bench;
import dev.weir.consistency.live.LiveCase;
import dev.weir.consistency.live.LiveSettings;
import dev.weir.consistency.live.RealServers;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves a sink: subclass it, say which one.
 *
 * <pre>{@code
 * class MySinkTest extends SinkConsistencyTest {
 *     @Override
 *     protected SinkUnderTest sinkUnderTest() {
 *         return new MySink();
 *     }
 * }
 * }</pre>
 *
 * <p>For each strategy that the sink names, the rules of its ports are tried one by one. Then a job writes to its destination in processes of their own. They are halted at every label
 * of the protocol, killed, and frozen while a successor takes over; the destination is killed, frozen and restarted, and requests and
 * replies are lost, as far as the destination lets itself be treated like this; what it does not support is skipped and says so. A
 * fault that never happened fails the test too: it proves nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SinkConsistencyTest {
    @TempDir
    private @Nullable Path folder;

    private @Nullable Destination destination;

    /** The sink to prove; its class is made anew in other processes. */
    protected abstract SinkUnderTest sinkUnderTest();

    /** Those that are proven here: all that the sink names. */
    protected List<DeliveryStrategy> strategies() {
        return sinkUnderTest().strategies();
    }

    /** How much is tried. */
    protected LiveSettings settings() {
        return LiveSettings.brief();
    }

    /** From which everything random is drawn. */
    protected long seed() {
        return 1;
    }

    /** What is tried of a strategy: everything that the destination allows. */
    protected List<LiveCase> cases(Bench bench) {
        return RealServers.cases(bench);
    }

    @BeforeAll
    final void startDestination() throws Exception {
        destination = sinkUnderTest().start();
    }

    @AfterAll
    final void closeDestination() throws Exception {
        if (destination != null) {
            destination.close();
        }
    }

    @TestFactory
    final Stream<DynamicContainer> keepsItsPromise() {
        return strategies().stream().map(strategy -> {
            Bench bench = bench(strategy);
            Stream<DynamicTest> tried = cases(bench).stream()
                    .map(each -> dynamicTest(each.name(), () -> each.run().forEach(SinkConsistencyTest::assertKept)));
            Stream<DynamicTest> left = RealServers.notTested(bench).stream()
                    .map(sentence -> dynamicTest("not tested", () -> Assumptions.abort(sentence)));
            DynamicTest contract = dynamicTest(
                    "the rules of the sink's ports",
                    () -> ContractCheck.run(bench.sink(), bench.destination(), strategy)
                            .forEach(SinkConsistencyTest::assertKept));
            return dynamicContainer(strategy.name(), Stream.concat(Stream.of(contract), Stream.concat(tried, left)));
        });
    }

    private Bench bench(DeliveryStrategy strategy) {
        return new Bench(
                sinkUnderTest(),
                Objects.requireNonNull(destination),
                strategy,
                settings(),
                seed(),
                Objects.requireNonNull(folder),
                VerificationProgress.SILENT);
    }

    private static void assertKept(CaseResult result) {
        if (result.verdict() == Verdict.PASS) {
            return;
        }
        StringBuilder text = new StringBuilder();
        text.append(result.subject())
                .append(", ")
                .append(result.name())
                .append(": ")
                .append(result.verdict());
        text.append(": ").append(result.reason());
        for (Violation violation : result.violations()) {
            text.append("\n  ").append(violation.anomaly()).append(": ").append(violation.what());
            for (Witness.Step step : violation.witness().steps()) {
                text.append("\n    ").append(step.lane()).append(": ").append(step.text());
            }
        }
        Assertions.fail(text.append("\n  again: ").append(result.reproduce()).toString());
    }
}
