package dev.weir.consistency.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SleepingProcessTest {
    private static final LiveSettings SETTINGS = new LiveSettings(
            500,
            400,
            0,
            1,
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofSeconds(40),
            Duration.ofSeconds(10),
            10);

    @TempDir
    private Path folder;

    /**
     * In CI a sleeper met its successor in a deadlock of the database, restarted, took its successor's number in its own folder, and
     * went on from its own checkpoint 2: the checker saw the source go on behind the successor's checkpoint 2.
     */
    @Test
    @Timeout(60)
    void sleeperWhoseJobFailsHasLostItToItsSuccessor() throws Exception {
        SleepingProcess scenario =
                new SleepingProcess(Label.SNAPSHOT_BEFORE_SYNC, SleepingProcess.Wake.WHEN_SUCCESSOR_STARTS);
        BreaksWhenReplaced sink = new BreaksWhenReplaced();
        List<CaseResult> results;
        try (RunningDestination running = RunningDestination.start(sink)) {
            results = scenario.run(new Bench(
                    sink,
                    running.destination(),
                    DeliveryStrategy.AT_LEAST_ONCE,
                    SETTINGS,
                    3,
                    folder,
                    VerificationProgress.SILENT));
        }

        List<Report> sleeper = new Journal.Reader(folder.resolve("run/process-1")).next();
        assertThat(sleeper)
                .filteredOn(Report.Claimed.class::isInstance)
                .as("%s", sleeper)
                .hasSize(1);
        assertThat(sleeper)
                .last()
                .isInstanceOfSatisfying(
                        Report.Ended.class,
                        end -> assertThat(end.reason())
                                .startsWith(
                                        "FENCED Cannot claim an attempt of job 'model': a successor has taken over"));
        assertThat(results)
                .singleElement()
                .satisfies(
                        result -> assertThat(result.verdict()).as("%s", result).isEqualTo(Verdict.PASS));
    }
}
