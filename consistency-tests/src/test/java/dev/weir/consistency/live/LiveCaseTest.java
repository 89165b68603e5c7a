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
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a subject does, a case ends, with a verdict and a reason. */
@Timeout(120)
class LiveCaseTest {
    private static final LiveSettings IMPATIENT = new LiveSettings(
            50, 400, 1, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60), Duration.ofSeconds(3));
    private static final LiveSettings SHORT_LIFE = new LiveSettings(
            50, 400, 1, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    private CaseResult halt(SinkUnderTest sink, Destination destination) throws Exception {
        return halt(sink, destination, IMPATIENT);
    }

    private CaseResult halt(SinkUnderTest sink, Destination destination, LiveSettings settings) throws Exception {
        Bench bench = new Bench(
                sink,
                destination,
                DeliveryStrategy.TWO_PHASE,
                settings,
                1,
                folder,
                VerificationProgress.SILENT);
        List<CaseResult> results =
                RealServers.halts(bench, List.of(Label.CHECKPOINT_AFTER_COMPLETE)).run();
        assertThat(results).isNotEmpty();
        return results.get(0);
    }

    @Test
    void sinkThatCannotBeMadeSaysWhy() throws Exception {
        SinkUnderTest sink = new BadSubjects.ThrowsWhenMade();
        try (Destination destination = sink.start()) {
            CaseResult result = halt(sink, destination);
            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.reason()).contains("no such driver");
        }
    }

    @Test
    void sinkThatHangsIsStuckWithThePlace() throws Exception {
        SinkUnderTest sink = new BadSubjects.HangsWhenMade();
        try (Destination destination = sink.start()) {
            CaseResult result = halt(sink, destination, SHORT_LIFE);
            assertThat(result.verdict()).isEqualTo(Verdict.STUCK);
            assertThat(result.reason()).contains("HangsWhenMade.create");
        }
    }

    @Test
    void destinationThatCannotBePreparedIsInconclusive() throws Exception {
        try (Destination destination = new BadSubjects.Directory(new TextFiles().start()) {
            @Override
            public void prepare(DeliveryStrategy strategy) throws IOException {
                throw new IOException("read-only");
            }
        }) {
            CaseResult result = halt(new TextFiles(), destination);
            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.reason()).contains("read-only");
        }
    }

    @Test
    void readerThatHangsIsStuckWithThePlace() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Destination destination = new BadSubjects.Directory(new TextFiles().start()) {
            @Override
            public void read(Consumer<OutputRecord> reader) throws InterruptedException {
                while (never.getCount() > 0) {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        // As bad as it gets.
                    }
                }
            }
        }) {
            CaseResult result = halt(new TextFiles(), destination);
            assertThat(result.verdict()).isEqualTo(Verdict.STUCK);
            assertThat(result.reason()).contains("Cannot read the destination").contains("CountDownLatch.await");
        } finally {
            never.countDown();
        }
    }

    @Test
    void readerThatCannotReadIsStuckWithTheReason() throws Exception {
        try (Destination destination = new BadSubjects.Directory(new TextFiles().start()) {
            @Override
            public void read(Consumer<OutputRecord> reader) {
                throw new IllegalStateException("garbage in line 3");
            }
        }) {
            CaseResult result = halt(new TextFiles(), destination);
            assertThat(result.verdict()).isEqualTo(Verdict.STUCK);
            assertThat(result.reason()).contains("Cannot read the destination").contains("garbage in line 3");
        }
    }

    @Test
    void labelThatIsNeverReachedProvesNothing() throws Exception {
        SinkUnderTest sink = new TextFiles();
        try (Destination destination = sink.start()) {
            LiveSettings nothingToRead = new LiveSettings(
                    0, 400, 1, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(20), Duration.ofSeconds(20));
            Bench bench = new Bench(
                    sink,
                    destination,
                    DeliveryStrategy.TWO_PHASE,
                    nothingToRead,
                    1,
                    folder,
                    VerificationProgress.SILENT);
            List<CaseResult> results = RealServers.halts(bench, List.of(Label.RETENTION_BETWEEN_DELETES))
                    .run();
            assertThat(results).singleElement().satisfies(result -> {
                assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
                assertThat(result.reason()).contains("ended as FINISHED");
            });
        }
    }
}
