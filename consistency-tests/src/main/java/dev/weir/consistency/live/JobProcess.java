package dev.weir.consistency.live;

import dev.weir.checkpoint.CheckpointStore;
import dev.weir.checkpoint.CheckpointStores;
import dev.weir.consistency.fault.FaultyDisk;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.job.ModelJob;
import dev.weir.consistency.job.ModelSource;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.delivery.Deliveries;
import dev.weir.delivery.RewindPolicy;
import dev.weir.error.WeirException;
import dev.weir.exec.ExecutionPorts;
import dev.weir.exec.ExecutionSettings;
import dev.weir.exec.JobRunner;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.exec.RunningJob;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A process that runs the model job over a sink, reports in its journal, and dies when a label tells it to. */
final class JobProcess {
    /** Exit code: the job finished. */
    static final int FINISHED = 0;
    /** Exit code: the job ended with an error. */
    static final int FAILED = 1;
    /** Exit code: the process did not come to an end and gave up. */
    static final int STUCK = 87;

    static final String SINK = "sink";
    static final int SHARDS = 4;

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(30);
    private static final Duration CHECKPOINT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RESTART_DELAY = Duration.ofMillis(50);
    /** For threads that end when a job's connections close. */
    private static final long THREADS_LIMIT_MILLIS = 2_000;

    private final JobArguments arguments;
    private final Journal.Writer journal;

    private JobProcess(JobArguments arguments) throws IOException {
        this.arguments = arguments;
        this.journal = new Journal.Writer(arguments.journal());
    }

    public static void main(String[] words) throws IOException {
        JobProcess process = new JobProcess(JobArguments.parse(words));
        process.startThread("watchdog", process::giveUpAfterLimit);
        Runtime.getRuntime().halt(process.run());
    }

    private int run() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try {
            JobStatus end = start().await();
            journal.write(new Report.LeftThreads(threadsLeft(before)));
            journal.write(new Report.Ended(end == JobStatus.FINISHED, end.name()));
            return end == JobStatus.FINISHED ? FINISHED : FAILED;
        } catch (WeirException e) {
            journal.write(new Report.Ended(false, e.code() + " " + e.getMessage()));
        } catch (Exception | LinkageError e) {
            journal.write(new Report.Ended(false, e.toString()));
        }
        return FAILED;
    }

    private RunningJob start() throws Exception {
        SinkUnderTest subject = Class.forName(arguments.sinkClass())
                .asSubclass(SinkUnderTest.class)
                .getConstructor()
                .newInstance();
        DeliveryStrategy strategy = arguments.strategy();
        Sink<OutputRecord> sink = subject.create(arguments.address(), strategy);
        Clock clock = Clock.system();
        SteeredPace pace = new SteeredPace(clock, arguments.recordsPerSecond());
        startThread("steering", () -> {
            Steering.HURRY.await(arguments.journal());
            pace.hurry();
        });
        AttemptReports attempts = new AttemptReports(
                arguments.workload(),
                arguments.checkpoints(),
                subject.promise(strategy).inUnits(),
                journal::write);
        LabelFault fault =
                new LabelFault(arguments.fault(), journal::write, () -> Steering.GO_ON.await(arguments.journal()));
        FaultInjector faults = label -> {
            attempts.at(label);
            if (label == Label.ATTEMPT_AFTER_CLAIM) {
                journal.write(ProcessResources.now());
            }
            fault.at(label);
        };
        ModelJob job = new ModelJob(
                arguments.workload(),
                new ModelSource(arguments.workload(), pace, attempts),
                arguments.parallelism(),
                SHARDS,
                List.of(new ModelJob.Output(SINK, sink, strategy)));
        return JobRunner.start(
                job.plan(),
                settings(),
                new ExecutionPorts(
                        clock,
                        faults,
                        () -> new ReportedStore(
                                openStore(faults, clock),
                                attempts,
                                () -> Steering.REPLACED.isTold(arguments.journal())),
                        (real, used, context) ->
                                Deliveries.of(ReportedSink.of(real, used, journal::write), used, context)));
    }

    /** With a journal of what is not synced if its folder is there: then the power may fail. */
    private CheckpointStore openStore(FaultInjector faults, Clock clock) {
        Path journal = diskJournal(arguments.checkpoints());
        if (!Files.exists(journal)) {
            return CheckpointStores.onDisk(arguments.checkpoints(), ModelJob.NAME, faults, clock);
        }
        try {
            FaultyDisk disk = FaultyDisk.onFiles(
                    arguments.disk(),
                    journal,
                    fault -> this.journal.write(new Report.Fired(fault)),
                    () -> Runtime.getRuntime().halt(LabelFault.HALTED));
            return CheckpointStores.on(disk, arguments.checkpoints(), ModelJob.NAME, faults, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where is remembered what a folder of checkpoints would lose by a power failure. */
    static Path diskJournal(Path checkpoints) {
        return checkpoints.resolveSibling(checkpoints.getFileName() + ".disk");
    }

    private ExecutionSettings settings() {
        return new ExecutionSettings(
                ModelJob.NAME,
                CHECKPOINT_INTERVAL,
                CHECKPOINT_TIMEOUT,
                arguments.checkpoints(),
                2,
                arguments.restarts() == 0
                        ? RestartStrategy.none()
                        : RestartStrategy.fixedDelay(arguments.restarts(), RESTART_DELAY),
                RewindPolicy.FAIL,
                null,
                List.of(),
                Duration.ofMillis(100),
                64);
    }

    private static int threadsLeft(Set<Thread> before) throws InterruptedException {
        long end = System.nanoTime() + THREADS_LIMIT_MILLIS * 1_000_000;
        int left = newThreads(before);
        while (left > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
            left = newThreads(before);
        }
        return left;
    }

    /** Drivers keep daemon threads of their own for as long as the process lives, whatever is closed. */
    private static int newThreads(Set<Thread> before) {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                .count();
    }

    private void giveUpAfterLimit() {
        try {
            Thread.sleep(arguments.limit().toMillis());
        } catch (InterruptedException e) {
            return;
        }
        journal.write(new Report.Stuck(ThreadPlaces.ofThisProcess()));
        Runtime.getRuntime().halt(STUCK);
    }

    private void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    static Stream<String> jvmFlags() {
        return Stream.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");
    }
}
