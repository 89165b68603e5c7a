package dev.weir.consistency.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.builtin.BuiltInSinks;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.sink.DeliveryStrategy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sinks that come with Weir keep every rule, on the servers themselves. */
final class BuiltInContractTest {
    @SuppressWarnings("try") // close() may be interrupted like any other call
    @ParameterizedTest
    @ValueSource(strings = {"jdbc-postgresql", "jdbc-mysql", "jdbc-mariadb", "files"})
    void sinkKeepsEveryRule(String name) throws Exception {
        SinkUnderTest sink = BuiltInSinks.byName(name).orElseThrow();
        try (Destination destination = sink.start()) {
            for (DeliveryStrategy strategy : sink.strategies()) {
                long start = System.nanoTime();
                List<CaseResult> results = ContractCheck.run(sink, destination, strategy);
                System.out.printf(
                        "contract, %s %s: %d rules in %.1f s%n",
                        name, strategy, results.size(), (System.nanoTime() - start) / 1e9);

                assertThat(results)
                        .filteredOn(result -> result.verdict() != Verdict.PASS)
                        .extracting(result -> strategy + " " + result.name() + ": " + result.reason())
                        .isEmpty();
            }
        }
    }
}
