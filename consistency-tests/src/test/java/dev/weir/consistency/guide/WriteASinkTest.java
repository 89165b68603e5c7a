package dev.weir.consistency.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.live.Bench;
import dev.weir.consistency.live.LiveCase;
import dev.weir.consistency.live.LiveSettings;
import dev.weir.consistency.live.RealServers;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.fault.Label;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/write-a-sink.md does what the page says. */
final class WriteASinkTest {
    private static final String SINK = "com.acme.FolderSinkUnderTest";
    /** The first is one of the runtime, behind those of the connector, so that they are known to be reached. */
    private static final List<Label> COMMIT =
            List.of(Label.COMMIT_BEFORE_RECORDED, Label.COMMIT_AFTER_RECORDS, Label.COMMIT_AFTER_COMMIT);

    @TempDir
    private Path folder;

    @Test
    void theSinkOfThePageSurvivesEveryStepOfItsCommitAndAZombie() throws Exception {
        List<CaseResult> results = run(
                GuideCode.of(GuidePage.named("write-a-sink.md")),
                bench -> List.of(
                        RealServers.halts(bench, COMMIT),
                        RealServers.sleeps(bench).get(4)));

        assertThat(results)
                .extracting(CaseResult::name)
                .contains("COMMIT_BEFORE_RECORDED", "COMMIT_AFTER_RECORDS", "COMMIT_AFTER_COMMIT")
                .anyMatch(name -> name.startsWith("asleep at COMMIT_BEFORE_APPLY"));
        assertThat(results)
                .allSatisfy(result -> assertThat(result.verdict())
                        .as(result.name() + ": " + result.reason() + " " + result.violations())
                        .isEqualTo(Verdict.PASS));
    }

    @Test
    void theBrokenOneOfThePageIsFoundOut() throws Exception {
        GuideCode page = GuideCode.of(GuidePage.named("write-a-sink.md"));
        GuideCode broken = page.changed();
        assertThat(broken.files()).isNotEqualTo(page.files());

        List<CaseResult> results = run(broken, bench -> List.of(RealServers.halts(bench, COMMIT)));

        assertThat(results)
                .filteredOn(result -> result.name().equals("COMMIT_AFTER_RECORDS"))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.verdict()).isEqualTo(Verdict.VIOLATION);
                    assertThat(result.violations())
                            .extracting(Violation::anomaly)
                            .contains(Anomaly.DUPLICATE);
                });
    }

    /** The destination of a third party may throw what it likes when it is closed, InterruptedException too. */
    @SuppressWarnings("try")
    private List<CaseResult> run(GuideCode code, Function<Bench, List<LiveCase>> cases) throws Exception {
        List<CaseResult> results = new ArrayList<>();
        Path classes = Files.createDirectory(folder.resolve("classes"));
        try (URLClassLoader loader = code.compile(classes)) {
            SinkUnderTest sink =
                    (SinkUnderTest) loader.loadClass(SINK).getConstructor().newInstance();
            try (Destination destination = sink.start()) {
                Bench bench = new Bench(
                        sink,
                        destination,
                        sink.strategies().get(0),
                        LiveSettings.brief(),
                        1,
                        Files.createDirectory(folder.resolve("jobs")),
                        VerificationProgress.SILENT);
                for (LiveCase each : cases.apply(bench)) {
                    results.addAll(each.run());
                }
            }
        }
        return results;
    }
}
