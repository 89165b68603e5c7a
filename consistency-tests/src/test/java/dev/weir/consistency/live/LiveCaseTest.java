package dev.weir.consistency.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.builtin.TextFiles;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a subject does, a case ends, with a verdict and a reason. */
@Timeout(120)
class LiveCaseTest {
    private static final LiveSettings IMPATIENT = new LiveSettings(
            50, 400, 1, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60), Duration.ofSeconds(3), 200);

    @TempDir
    private Path folder;

    private CaseResult halt(SinkUnderTest sink, Destination destination) throws Exception {
        Bench bench = new Bench(
                sink, destination, DeliveryStrategy.TWO_PHASE, IMPATIENT, 1, folder, "", VerificationProgress.SILENT);
        List<CaseResult> results = RealServers.halts(bench, List.of(Label.CHECKPOINT_AFTER_COMPLETE))
                .run();
        assertThat(results).isNotEmpty();
        return results.get(0);
    }

    @Test
    void destinationThatCannotBePreparedIsInconclusive() throws Exception {
        try (Destination destination = new CannotBePrepared()) {
            CaseResult result = halt(new TextFiles(), destination);
            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.reason()).contains("read-only");
        }
    }

    @Test
    void labelThatIsNeverReachedProvesNothing() throws Exception {
        SinkUnderTest sink = new TextFiles();
        try (Destination destination = sink.start()) {
            LiveSettings nothingToRead = new LiveSettings(
                    0, 400, 1, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(20), Duration.ofSeconds(20), 200);
            Bench bench = new Bench(
                    sink,
                    destination,
                    DeliveryStrategy.TWO_PHASE,
                    nothingToRead,
                    1,
                    folder,
                    "",
                    VerificationProgress.SILENT);
            List<CaseResult> results = RealServers.halts(bench, List.of(Label.RETENTION_BETWEEN_DELETES))
                    .run();
            assertThat(results).singleElement().satisfies(result -> {
                assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
                assertThat(result.reason()).contains("ended as FINISHED");
            });
        }
    }

    private static final class CannotBePrepared implements Destination {
        @Override
        public String address() {
            return "nowhere";
        }

        @Override
        public void prepare(DeliveryStrategy strategy) throws IOException {
            throw new IOException("read-only");
        }

        @Override
        public void read(Consumer<OutputRecord> reader) {}

        @Override
        public void close() {}
    }
}
