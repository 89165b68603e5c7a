package dev.weir;

import dev.weir.exec.JobMetrics;
import dev.weir.exec.JobRunner;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RunningJob;
import dev.weir.graph.PhysicalPlan;
import dev.weir.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** The one place where a job of the API becomes one of the runtime. */
final class StartedJob implements Job {
    private final String name;
    private final Supplier<String> explanation;
    private final Clock clock;
    private final long startNanos;
    private final RunningJob running;

    private StartedJob(String name, Supplier<String> explanation, Clock clock, long startNanos, RunningJob running) {
        this.name = name;
        this.explanation = explanation;
        this.clock = clock;
        this.startNanos = startNanos;
        this.running = running;
    }

    static Job start(PhysicalPlan plan, JobOptions options, Supplier<String> explanation) {
        Clock clock = Clock.system();
        long startNanos = clock.nanos();
        return new StartedJob(
                options.name(), explanation, clock, startNanos, JobRunner.start(plan, options.toSettings()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public JobResult await() throws InterruptedException {
        JobStatus end = running.await();
        return new JobResult(name, end, Duration.ofNanos(clock.nanos() - startNanos), running.metrics());
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        return running.await(timeout);
    }

    @Override
    public void cancel() {
        running.cancel();
    }

    @Override
    public Path stopWithSavepoint(Path directory) throws InterruptedException {
        return Path.of(running.stopWithSavepoint(directory.toString()));
    }

    @Override
    public String explain() {
        return explanation.get();
    }

    @Override
    public JobStatus status() {
        return running.status();
    }

    @Override
    public JobMetrics metrics() {
        return running.metrics();
    }
}
