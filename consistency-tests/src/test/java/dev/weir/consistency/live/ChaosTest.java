package dev.weir.consistency.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.builtin.BuiltInSinks;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some seconds of chaos; with {@code -Dweir.chaos.minutes=120} as long as one likes. {@code weir.chaos.sink}, {@code
 * weir.chaos.strategy} and {@code weir.chaos.seed} choose another sink, strategy and beginning.
 */
class ChaosTest {
    private static final Duration BRIEF = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void aJobKeepsItsPromiseInChaos() throws Exception {
        Integer minutes = Integer.getInteger("weir.chaos.minutes");
        SinkUnderTest sink = BuiltInSinks.byName(System.getProperty("weir.chaos.sink", "jdbc-postgresql"))
                .orElseThrow();
        DeliveryStrategy strategy = DeliveryStrategy.valueOf(
                System.getProperty("weir.chaos.strategy", DeliveryStrategy.TWO_PHASE_INSURED.name()));
        List<CaseResult> results = new ArrayList<>();
        try (Destination destination = sink.start()) {
            Bench bench = new Bench(
                    sink,
                    destination,
                    strategy,
                    LiveSettings.brief(),
                    Long.getLong("weir.chaos.seed", 20),
                    folder,
                    "",
                    VerificationProgress.SILENT);
            for (LiveCase round : RealServers.chaos(bench, minutes == null ? BRIEF : Duration.ofMinutes(minutes))) {
                results.addAll(round.run());
                CaseResult last = results.get(results.size() - 1);
                System.out.println(last.name() + ": " + last.verdict() + ", " + last.reason());
                assertThat(last.verdict()).as("%s", last).isEqualTo(Verdict.PASS);
            }
        }
        assertThat(results).allMatch(result -> result.runs() >= 3);
    }
}
