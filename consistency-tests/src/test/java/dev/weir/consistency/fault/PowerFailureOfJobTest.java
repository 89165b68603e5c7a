package dev.weir.consistency.fault;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.weir.consistency.fault.DiskJob.End;
import dev.weir.consistency.fault.PowerFailure.Remains;
import dev.weir.consistency.history.Workload;
import dev.weir.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Power failures and fsync errors at every single change of a job's checkpoint folder, on real files: one run for each, up to the
 * last change of the job.
 */
@Timeout(60)
class PowerFailureOfJobTest {
    private static final Workload WORKLOAD = new Workload(11, 2, 16, 3);
    private static final long SEED = 5;
    private static final List<Remains> REMAINS = List.of(Remains.values());
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.weir");
    private static final Set<ErrorCode> LOUD =
            Set.of(ErrorCode.REWIND, ErrorCode.CHECKPOINT_CORRUPT, ErrorCode.COMMIT_LOST, ErrorCode.FENCED);

    @TempDir(factory = QuickFolder.class)
    private Path temp;

    /** Every run fails on purpose, with a stack trace. */
    @BeforeAll
    static void logNothing() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        LOG.setLevel(null);
    }

    enum Kind {
        FILES {
            @Override
            Output output(Path folder) throws Exception {
                return DiskJob.filesIn(folder);
            }
        },
        MEMORY {
            @Override
            Output output(Path folder) {
                return new Output.InMemory();
            }
        };

        abstract Output output(Path folder) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void aPowerFailureAtEveryChangeLosesNothingThatWasSynced(Kind kind) throws Exception {
        int struck = 0;
        for (int change = 1; ; change++) {
            DiskJob job = job(kind, change);
            End end = job.simulate(DiskPlan.NONE.powerLossAt(change), SEED);
            if (end.finished()) {
                break;
            }
            job.losePower(REMAINS.get(change % REMAINS.size()));
            struck++;

            assertContinuesExactlyOnce(job, "power loss at change " + change);
        }
        assertThat(struck).isGreaterThan(50);
    }

    @ParameterizedTest
    @EnumSource
    void aFailedSyncNeverCompletesACheckpoint(Kind kind) throws Exception {
        int failed = 0;
        for (int sync = 1; ; sync++) {
            DiskJob job = job(kind, sync);
            End end = job.simulate(DiskPlan.NONE.syncFailsAt(sync), SEED);
            if (job.fired.isEmpty()) {
                break;
            }
            failed++;
            if (!end.finished()) {
                assertThat(end.code()).as("sync %d: %s", sync, end.failure()).isEqualTo(ErrorCode.CHECKPOINT_STORE);
                assertThat(end.failure()).hasMessageContaining("Input/output error");
            }
            job.losePower(Remains.NOTHING);

            assertContinuesExactlyOnce(job, "failed sync " + sync);
        }
        assertThat(failed).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void aDiskThatLiesAboutSyncsNeverMakesAJobLoseOrDoubleSilently(Kind kind) throws Exception {
        Map<ErrorCode, Integer> loud = new EnumMap<>(ErrorCode.class);
        for (int change = 1; ; change++) {
            DiskJob job = job(kind, change);
            End end = job.simulate(DiskPlan.NONE.syncLiesFrom(1 + change / 8).powerLossAt(change), SEED);
            if (end.finished()) {
                break;
            }
            job.losePower(REMAINS.get(change % REMAINS.size()));
            int before = job.output.records().size();

            End next = job.simulate(DiskPlan.NONE, SEED + change);

            assertThat(job.output.wrong(WORKLOAD))
                    .as("change %d, %s", change, next)
                    .isEmpty();
            assertThat(job.output.records().size()).as("change %d", change).isGreaterThanOrEqualTo(before);
            if (next.finished()) {
                assertThat(job.output.missing(WORKLOAD)).as("change %d", change).isEmpty();
            } else {
                assertThat(next.code())
                        .as("change %d: %s", change, next.failure())
                        .isIn(LOUD);
                loud.merge(next.code(), 1, Integer::sum);
            }
        }
        assertThat(loud.keySet())
                .as("how runs failed to which the lie did harm")
                .isNotEmpty();
    }

    private static void assertContinuesExactlyOnce(DiskJob job, String after) throws Exception {
        assertThat(job.output.wrong(WORKLOAD)).as(after).isEmpty();
        End end = job.simulate(DiskPlan.NONE, SEED + 1);
        assertThat(end.finished()).as("%s: %s", after, end.failure()).isTrue();
        assertThat(job.output.wrong(WORKLOAD)).as(after).isEmpty();
        assertThat(job.output.missing(WORKLOAD)).as(after).isEmpty();
        job.disk().cutPower();
    }

    private DiskJob job(Kind kind, int number) throws Exception {
        Path folder = Files.createDirectory(temp.resolve(kind + "-" + number));
        return new DiskJob(folder, WORKLOAD, kind.output(folder));
    }
}
