package dev.weir.consistency.fault;

import dev.weir.checkpoint.CheckpointStores;
import dev.weir.checkpoint.Disk;
import dev.weir.consistency.history.Workload;
import dev.weir.consistency.job.JobObserver;
import dev.weir.consistency.job.ModelJob;
import dev.weir.consistency.job.ModelSource;
import dev.weir.delivery.RewindPolicy;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.exec.ExecutionPorts;
import dev.weir.exec.ExecutionSettings;
import dev.weir.exec.JobRunner;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.exec.RunningJob;
import dev.weir.exec.SimulatedJob;
import dev.weir.fault.FaultInjector;
import dev.weir.graph.PhysicalPlan;
import dev.weir.time.Clock;
import dev.weir.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/** A model job whose checkpoints lie on a faulty disk; one life after the other over the same files. */
final class DiskJob {
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final int MOST_STEPS = 500_000;
    private static final int RECORDS_PER_SECOND = 5_000;

    final Workload workload;
    final Output output;
    final List<String> fired = new CopyOnWriteArrayList<>();

    private final Path checkpoints;
    private final Path journal;
    private FaultyDisk disk;

    /** How a life ended: one of the two is null. */
    record End(JobStatus status, Throwable failure) {
        boolean finished() {
            return status == JobStatus.FINISHED;
        }

        ErrorCode code() {
            return failure instanceof WeirException known ? known.code() : null;
        }
    }

    /** The machine lost its power; not an exception, so that nothing in the process can clean up after it. */
    private static final class PowerLoss extends Error {
        private static final long serialVersionUID = 1L;
    }

    DiskJob(Path folder, Workload workload, Output output) {
        this.workload = workload;
        this.output = output;
        checkpoints = folder.resolve("checkpoints");
        journal = folder.resolve("journal");
    }

    /** In threads and real time. */
    RunningJob start(DiskPlan plan, RestartStrategy restarts) throws IOException {
        return start(plan, restarts, () -> {});
    }

    private RunningJob start(DiskPlan plan, RestartStrategy restarts, Runnable powerLoss) throws IOException {
        disk = FaultyDisk.onFiles(plan, journal, fired::add, powerLoss);
        return JobRunner.start(
                plan(new SteadyPace(RECORDS_PER_SECOND)),
                settings(Duration.ofMillis(8), restarts),
                ports(disk, Clock.system()));
    }

    End run(DiskPlan plan, RestartStrategy restarts) throws IOException, InterruptedException {
        return await(start(plan, restarts));
    }

    End run(DiskPlan plan, RestartStrategy restarts, Runnable powerLoss) throws IOException, InterruptedException {
        return await(start(plan, restarts, powerLoss));
    }

    static End await(RunningJob job) throws InterruptedException {
        try {
            return new End(job.await(), null);
        } catch (WeirException e) {
            return new End(null, e);
        }
    }

    /** The same in one thread and virtual time, with an exact power loss; it must end. */
    End simulate(DiskPlan plan, long seed) throws IOException, InterruptedException {
        disk = FaultyDisk.onFiles(plan, journal, fired::add, () -> {
            throw new PowerLoss();
        });
        ManualClock clock = new ManualClock(START_MILLIS);
        SimulatedJob job = new SimulatedJob(
                plan(ModelSource.Pace.ONE_BY_ONE),
                settings(Duration.ofMillis(1), RestartStrategy.none()),
                ports(disk, clock),
                clock,
                new SplittableRandom(seed));
        try {
            for (int steps = 0; job.step(); steps++) {
                if (steps == MOST_STEPS) {
                    throw new AssertionError("no end after " + steps + " steps: " + job.status());
                }
            }
        } catch (PowerLoss loss) {
            return new End(null, loss);
        }
        return new End(job.failure() == null ? job.status() : null, job.failure());
    }

    Path journal() {
        return journal;
    }

    FaultyDisk disk() {
        return disk;
    }

    PowerFailure.Damage losePower(PowerFailure.Remains remains) throws IOException {
        disk.cutPower();
        return PowerFailure.strike(journal, remains);
    }

    private PhysicalPlan plan(ModelSource.Pace pace) {
        return new ModelJob(
                        workload,
                        new ModelSource(workload, pace, JobObserver.NONE),
                        2,
                        2,
                        List.of(new ModelJob.Output("out", output.sink(), output.strategy())))
                .plan();
    }

    private ExecutionPorts ports(Disk onDisk, Clock clock) {
        return new ExecutionPorts(
                clock,
                FaultInjector.NONE,
                () -> CheckpointStores.on(onDisk, checkpoints, ModelJob.NAME, FaultInjector.NONE, clock));
    }

    private ExecutionSettings settings(Duration interval, RestartStrategy restarts) {
        return new ExecutionSettings(
                ModelJob.NAME,
                interval,
                Duration.ofSeconds(20),
                checkpoints,
                2,
                restarts,
                RewindPolicy.FAIL,
                null,
                List.of(),
                Duration.ofMillis(100),
                4);
    }

    static Output filesIn(Path folder) throws IOException {
        return new Output.InFiles(Files.createDirectories(folder.resolve("output")));
    }
}
