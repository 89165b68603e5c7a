package dev.weir.consistency.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.builtin.TextFiles;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a destination's close() may be interrupted
class LabelHaltsTest {
    private static final LiveSettings NOTHING_TO_READ = new LiveSettings(
            0, 400, 1, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60), Duration.ofSeconds(60), 1);

    @TempDir
    private Path folder;

    @Test
    void labelThatIsNeverReachedProvesNothing() throws Exception {
        SinkUnderTest sink = new TextFiles();
        try (Destination destination = sink.start()) {
            Bench bench = new Bench(
                    sink,
                    destination,
                    DeliveryStrategy.TWO_PHASE,
                    NOTHING_TO_READ,
                    1,
                    folder,
                    VerificationProgress.SILENT);
            List<CaseResult> results = RealServers.halts(bench, List.of(Label.RETENTION_BETWEEN_DELETES))
                    .run();
            assertThat(results).singleElement().satisfies(result -> {
                assertThat(result.name()).isEqualTo("RETENTION_BETWEEN_DELETES");
                assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
                assertThat(result.reason()).contains("ended as FINISHED");
            });
        }
    }
}
