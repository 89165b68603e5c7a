package dev.weir.consistency.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.delivery.RewindPolicy;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.exec.RunningJob;
import dev.weir.fault.FaultInjector;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job that is started from before what its database has: from an older checkpoint, from a copy of one, from nothing. */
@Timeout(120)
class RewindTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MODERATE = 20_000;
    private static final int FAST = 200_000;
    private static final Databases DATABASES = new Databases();

    @TempDir
    private Path folder;

    @AfterAll
    static void stopServers() {
        DATABASES.close();
    }

    static List<Combination> combinations() {
        return Combination.all().stream()
                .filter(combination -> combination.strategy() != DeliveryStrategy.IDEMPOTENT)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyStartFromBeforeWhatTheDatabaseHasEndsInAPolicy(Combination combination) throws Exception {
        CountTable table = DATABASES.table(combination);
        Path newest = folder.resolve("newest");
        Path old = folder.resolve("old");
        RunningJob job = start(combination, table, newest, RewindPolicy.FAIL, MODERATE);
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> rows(table) > 1000);
        job.cancel();
        job.await();
        CheckpointFolder.copy(newest, old);
        finish(combination, table, newest, RewindPolicy.FAIL);
        table.assertComplete(combination.strategy());

        assertRefused(combination, table, old, "is ahead of checkpoint");
        assertRefused(combination, table, folder.resolve("none"), "the job starts fresh, but the ledger holds");
        finish(combination, table, newest, RewindPolicy.FAIL);
        table.assertComplete(combination.strategy());

        finish(combination, table, old, RewindPolicy.SKIP_IDENTICAL);
        table.assertComplete(combination.strategy());
        finish(combination, table, folder.resolve("another"), RewindPolicy.SKIP_IDENTICAL);
        table.assertComplete(combination.strategy());

        finish(combination, table, folder.resolve("fork"), RewindPolicy.FORK);
        assertThat(rows(table)).as("rows after a fork from nothing").isEqualTo(2L * CountJob.RECORDS);
        assertThat(table.inDoubt()).isEmpty();
    }

    private static void assertRefused(Combination combination, CountTable table, Path checkpoints, String why) {
        assertThatThrownBy(() -> finish(combination, table, checkpoints, RewindPolicy.FAIL))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REWIND))
                .hasMessageContaining(why)
                .hasMessageContaining("RewindPolicy.SKIP_IDENTICAL")
                .hasMessageContaining("RewindPolicy.FORK");
    }

    private static void finish(Combination combination, CountTable table, Path checkpoints, RewindPolicy policy)
            throws InterruptedException {
        assertThat(start(combination, table, checkpoints, policy, FAST).await()).isEqualTo(JobStatus.FINISHED);
    }

    /** By one subtask: only so the records come in the same order each time, which a comparison needs. */
    private static RunningJob start(
            Combination combination, CountTable table, Path checkpoints, RewindPolicy policy, int recordsPerSecond) {
        return new CountJob(
                        table.server().jdbcUrl(),
                        combination.strategy(),
                        1,
                        recordsPerSecond,
                        checkpoints,
                        policy,
                        RestartStrategy.none(),
                        FaultInjector.NONE)
                .start();
    }

    private static long rows(CountTable table) throws Exception {
        return table.number("SELECT count(*) FROM " + CountTable.NAME);
    }
}
