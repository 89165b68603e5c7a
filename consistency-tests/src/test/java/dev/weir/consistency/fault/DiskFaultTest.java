package dev.weir.consistency.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.fault.DiskJob.End;
import dev.weir.consistency.fault.PowerFailure.Damage;
import dev.weir.consistency.fault.PowerFailure.Remains;
import dev.weir.consistency.history.Workload;
import dev.weir.error.ErrorCode;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.exec.RunningJob;
import dev.weir.testbed.ChildJvm;
import dev.weir.testbed.ChildJvmOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in real threads and processes whose checkpoint folder becomes full, read-only, slow, or loses what it was given. */
@Timeout(60)
class DiskFaultTest {
    private static final Workload WORKLOAD = new Workload(7, 2, 1500, 5);
    private static final RestartStrategy PATIENT = RestartStrategy.fixedDelay(1000, Duration.ofMillis(5));
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int MOST_REPETITIONS = 5;

    @TempDir(factory = QuickFolder.class)
    private Path folder;

    @Test
    void aFullDiskFailsTheJobLoudlyAndItContinuesWhenThereIsSpace() throws Exception {
        DiskJob job = files();

        End end = job.run(DiskPlan.NONE.fullAfter(8_000), RestartStrategy.none());

        assertThat(job.fired).as("%s", end).containsExactly("disk full");
        assertThat(end.code()).isEqualTo(ErrorCode.CHECKPOINT_STORE);
        assertThat(end.failure())
                .hasMessageContaining(
                        "No space left on device: 0 bytes free; free some space there and start the job again: it"
                                + " continues from its last complete checkpoint");
        assertThat(job.output.wrong(WORKLOAD)).isEmpty();
        assertThat(job.output.missing(WORKLOAD)).isNotEmpty();
        assertFinishes(job);
    }

    @Test
    void aJobWaitsOutAFullDiskIfItMayRestart() throws Exception {
        DiskJob job = files();

        RunningJob running = job.start(DiskPlan.NONE.fullAfter(8_000), PATIENT);
        Awaitility.await().atMost(LIMIT).until(() -> running.metrics().restarts() > 3);
        assertThat(job.fired).containsExactly("disk full");
        assertThat(running.status()).isNotEqualTo(JobStatus.FAILED);
        job.disk().heal();

        assertThat(DiskJob.await(running).finished()).isTrue();
        assertComplete(job);
    }

    @Test
    void aJobRestartsAfterAFailedSyncAndWritesEverythingOnce() throws Exception {
        for (int sync : new int[] {9, 20, 31}) {
            DiskJob job = files("sync-" + sync);
            End end = job.run(DiskPlan.NONE.syncFailsAt(sync), PATIENT);
            // A process that gets no time completes few checkpoints; then nothing has failed, and nothing is proven.
            for (int again = 1; job.fired.isEmpty() && again <= MOST_REPETITIONS; again++) {
                job = files("sync-" + sync + "-again-" + again);
                end = job.run(DiskPlan.NONE.syncFailsAt(sync), PATIENT);
            }

            assertThat(job.fired).containsExactly("fsync error at " + sync);
            assertThat(end.finished()).as("%s", end.failure()).isTrue();
            assertComplete(job);
        }
    }

    @Test
    void aReadOnlyDiskFailsTheJobWithARemedy() throws Exception {
        DiskJob job = files();

        End end = job.run(DiskPlan.NONE.readOnlyAfter(60), RestartStrategy.none());

        assertThat(job.fired).containsExactly("read-only disk");
        assertThat(end.code()).isEqualTo(ErrorCode.CHECKPOINT_STORE);
        assertThat(end.failure())
                .hasMessageContaining("Read-only file system")
                .hasMessageContaining("mount that disk writable or choose another folder");
        assertFinishes(job);
    }

    @Test
    void aSlowDiskOnlyDelaysCheckpoints() throws Exception {
        DiskJob job = files();

        End end = job.run(DiskPlan.NONE.slowBy(Duration.ofMillis(20)), RestartStrategy.none());

        assertThat(job.fired).containsExactly("slow disk");
        assertThat(end.finished()).as("%s", end.failure()).isTrue();
        assertComplete(job);
    }

    @Test
    void processesThatLosePowerInTheMiddleOfAChangeContinueExactlyOnce() throws Exception {
        RandomGenerator random = new SplittableRandom(17);
        DiskJob job = new DiskJob(folder, DiskChild.WORKLOAD, DiskJob.filesIn(folder));
        int undone = 0;
        for (Remains remains : Remains.values()) {
            DiskPlan plan = DiskPlan.NONE.powerLossAt(20 + random.nextInt(40));
            try (ChildJvm child = ChildJvm.start(ChildJvmOptions.builder(DiskChild.class)
                    .arguments(folder.toString(), plan.toString())
                    .build())) {
                assertThat(child.awaitExit(LIMIT)).as("%s", plan).isEqualTo(DiskChild.HALTED);
            }
            Damage damage = PowerFailure.strike(job.journal(), remains);
            undone += damage.isNone() ? 0 : 1;
            assertThat(job.output.wrong(DiskChild.WORKLOAD)).isEmpty();
        }
        assertThat(undone).as("power failures that took something away").isPositive();
        assertFinishes(job);
    }

    private static void assertFinishes(DiskJob job) throws Exception {
        End end = job.run(DiskPlan.NONE, RestartStrategy.none());
        assertThat(end.finished()).as("%s", end.failure()).isTrue();
        assertComplete(job);
    }

    private static void assertComplete(DiskJob job) throws Exception {
        assertThat(job.output.wrong(job.workload)).isEmpty();
        assertThat(job.output.missing(job.workload)).isEmpty();
    }

    private DiskJob files() throws Exception {
        return files("files");
    }

    private DiskJob files(String name) throws Exception {
        Path own = folder.resolve(name);
        return new DiskJob(own, WORKLOAD, DiskJob.filesIn(own));
    }
}
