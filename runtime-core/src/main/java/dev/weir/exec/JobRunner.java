package dev.weir.exec;

import dev.weir.checkpoint.CheckpointStores;
import dev.weir.fault.FaultInjector;
import dev.weir.graph.PhysicalPlan;
import dev.weir.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts jobs in threads of this process: the production runner. */
public final class JobRunner {
    private JobRunner() {}

    /** Starts the job and returns at once. */
    public static RunningJob start(PhysicalPlan plan, ExecutionSettings settings) {
        Clock clock = Clock.system();
        FaultInjector faults = FaultInjector.NONE;
        Path directory = settings.checkpointDirectory();
        ExecutionPorts ports = new ExecutionPorts(
                clock,
                faults,
                () -> directory == null
                        ? CheckpointStores.inMemory(settings.jobName(), faults, clock)
                        : CheckpointStores.onDisk(directory, settings.jobName(), faults, clock));
        return start(plan, settings, ports);
    }

    /** Starts the job over the given ports. */
    public static RunningJob start(PhysicalPlan plan, ExecutionSettings settings, ExecutionPorts ports) {
        Supervisor supervisor = new Supervisor(
                plan, settings, ports, new ThreadRunner(settings.jobName(), ports.clock()), new SplittableRandom());
        ThreadRunner own = new ThreadRunner(settings.jobName(), ports.clock());
        own.start(List.of(supervisor), (stepper, failure) -> supervisor.crash(failure));
        return new ThreadedJob(supervisor, own);
    }

    private record ThreadedJob(Supervisor supervisor, ThreadRunner thread) implements RunningJob {
        @Override
        public JobStatus await() throws InterruptedException {
            JobStatus end = get(supervisor.termination());
            thread.stop(Duration.ofSeconds(1));
            return end;
        }

        @Override
        public boolean await(Duration timeout) throws InterruptedException {
            try {
                supervisor.termination().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                // Thrown by await().
            }
            await();
            return true;
        }

        @Override
        public void cancel() {
            supervisor.cancel();
        }

        @Override
        public String stopWithSavepoint(String directory) throws InterruptedException {
            return get(supervisor.stopWithSavepoint(directory));
        }

        @Override
        public JobStatus status() {
            return supervisor.status();
        }

        @Override
        public JobMetrics metrics() {
            return supervisor.metrics();
        }

        private static <T> T get(CompletableFuture<T> future) throws InterruptedException {
            try {
                return future.get();
            } catch (ExecutionException e) {
                throw Failures.of("run the job", e.getCause() == null ? e : e.getCause());
            }
        }
    }
}
