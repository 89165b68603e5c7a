package dev.weir.exec;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.CheckpointStore;
import dev.weir.codec.CodecRegistry;
import dev.weir.delivery.Delivery;
import dev.weir.delivery.DeliveryContext;
import dev.weir.delivery.RewindPolicy;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.Label;
import dev.weir.graph.PhysicalPlan;
import dev.weir.graph.Step;
import dev.weir.graph.Vertex;
import dev.weir.sink.Sink;
import dev.weir.source.SourceSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one job over all its attempts in this process.
 *
 * <p>The order of a start is the protocol, and each step is there for the one after it:
 *
 * <ol>
 *   <li>The destinations' ledgers are read, then the newest checkpoint is compared with them and with the plan: a job
 *       that does not fit changes nothing, and stops nobody.
 *   <li>The attempt number is claimed in the store: from now on no older attempt can complete a checkpoint and then read
 *       that it is still the newest.
 *   <li>Every destination is fenced with that number: from now on no older attempt can commit anything.
 *   <li>Only now the newest checkpoint is loaded. An older attempt may have completed one until a moment ago, and may even
 *       complete one more; it cannot commit it any more, and the next restore prefers the higher attempt.
 *   <li>Units that the checkpoint holds and the ledger lacks are committed.
 *   <li>Tasks start.
 * </ol>
 *
 * <p><b>Threading:</b> stepped by one thread; requests come from any.
 */
final class Supervisor implements Stepper {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_NANOS = 100_000_000;

    private final PhysicalPlan plan;
    private final ExecutionSettings settings;
    private final ExecutionPorts ports;
    private final StepperRunner runner;
    private final RandomGenerator random;
    private final Waker waker = new Waker();
    private final MetricsRegistry metrics = new MetricsRegistry();
    private final String owner;
    private final CodecRegistry codecs;
    private final RestartBudget budget;
    private final CompletableFuture<JobStatus> termination = new CompletableFuture<>();

    private volatile JobStatus status = JobStatus.STARTING;
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile boolean cancelRequested;
    private volatile @Nullable StopRequest stopRequest;
    private volatile @Nullable WeirException failure;
    private volatile @Nullable Attempt attempt;
    private @Nullable CheckpointStore store;
    private @Nullable Launch launch;
    /** Until then a failure is more likely a mistake in the job than something that passes. */
    private boolean ranBefore;
    /** The first attempt of this process, 0 before it. */
    private long firstAttempt;

    /** By the uid of the source. */
    private final Map<String, List<SourceSplit>> plannedSplits = new HashMap<>();

    private long restartAt;

    /** Somebody wants the job to stop with a savepoint. */
    private static final class StopRequest {
        final String directory;
        final CompletableFuture<String> path = new CompletableFuture<>();

        @Nullable
        CompletableFuture<String> savepoint;

        StopRequest(String directory) {
            this.directory = directory;
        }
    }

    /** An attempt whose deliveries are fenced and on their way through recovery. */
    private record Launch(
            AttemptContext context,
            List<Committer> committers,
            Map<AttemptBuilder.SubtaskKey, Waker> wakers,
            String lineage) {}

    Supervisor(
            PhysicalPlan plan,
            ExecutionSettings settings,
            ExecutionPorts ports,
            StepperRunner runner,
            RandomGenerator random) {
        this.plan = plan;
        this.settings = settings;
        this.ports = ports;
        this.runner = runner;
        this.random = random;
        owner = randomName();
        codecs = CodecRegistry.of(settings.registeredTypes(), Map.of());
        budget = settings.restartStrategy().budget();
    }

    JobStatus status() {
        return status;
    }

    /** Completes when the job has ended, exceptionally when it failed. */
    CompletableFuture<JobStatus> termination() {
        return termination;
    }

    JobMetrics metrics() {
        Attempt current = attempt;
        return JobMetrics.of(
                metrics.values(),
                restarts.get(),
                current == null ? null : current.coordinator().statistics());
    }

    void cancel() {
        cancelRequested = true;
        waker.signal();
    }

    CompletableFuture<String> stopWithSavepoint(String directory) {
        StopRequest request = new StopRequest(directory);
        stopRequest = request;
        waker.signal();
        return request.path;
    }

    @Override
    public String name() {
        return "supervise";
    }

    @Override
    public Waker waker() {
        return waker;
    }

    @Override
    public long step() throws Exception {
        if (status.isTerminal()) {
            return IDLE;
        }
        try {
            if (cancelRequested) {
                stopAttempt();
                terminate(JobStatus.CANCELED, null);
                return IDLE;
            }
            if (failure != null) {
                afterFailure(failure);
                return 0;
            }
            return switch (status) {
                case STARTING -> start();
                case RUNNING -> watch();
                default -> waitForRestart();
            };
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            fail(Failures.of("run job \"" + settings.jobName() + "\"", e));
            return 0;
        }
    }

    private long waitForRestart() {
        long left = restartAt - ports.clock().nanos();
        if (left > 0) {
            return left;
        }
        status = JobStatus.STARTING;
        return 0;
    }

    private long start() throws Exception {
        if (launch == null) {
            launch = prepare();
            return 0;
        }
        long wait = IDLE;
        boolean recovered = true;
        for (Committer committer : launch.committers()) {
            if (!committer.delivery().recovered()) {
                recovered = false;
                wait = Math.min(wait, committer.delivery().step());
            }
        }
        if (!recovered) {
            return Math.min(wait, LOOK_AGAIN_NANOS);
        }
        run(launch);
        return 0;
    }

    private Launch prepare() throws Exception {
        if (store == null) {
            store = ports.store().get();
        }
        CheckpointStore opened = store;
        Map<AttemptBuilder.SubtaskKey, Waker> wakers = new HashMap<>();
        // They keep what a sink shares among its shards, its connections above all, until the attempt's own are open.
        List<Committer> observers = openCommitters(opened, 0, new HashMap<>());
        List<Committer> committers = List.of();
        try {
            long seen = lookBeforeFencing(opened, observers);
            ports.faults().at(Label.ATTEMPT_BEFORE_CLAIM);
            long number = opened.claimAttempt(seen);
            firstAttempt = firstAttempt == 0 ? number : firstAttempt;
            ports.faults().at(Label.ATTEMPT_AFTER_CLAIM);
            committers = openCommitters(opened, number, wakers);
            fence(committers);
            closeAll(observers);
            observers = List.of();
            ports.faults().at(Label.RESTORE_AFTER_FENCE);
            RestoredState restored = startingPoint(opened, opened::load);
            ports.faults().at(Label.RESTORE_AFTER_LOAD);
            CheckpointMetadata metadata = restored.metadata();
            String lineage = metadata == null || settings.rewindPolicy() == RewindPolicy.FORK
                    ? randomName()
                    : metadata.lineage();
            LOG.info(
                    "Job \"{}\" starts attempt {} {}, lineage {}",
                    settings.jobName(),
                    number,
                    metadata == null ? "without state" : "from checkpoint " + metadata.checkpointId(),
                    lineage);
            for (Committer committer : committers) {
                committer
                        .delivery()
                        .recover(lineage, restored.bytes(committer.sink().uid()));
            }
            AttemptContext context =
                    new AttemptContext(settings, plan, ports, opened, codecs, metrics, restored, number);
            return new Launch(context, committers, wakers, lineage);
        } catch (Exception | Error e) {
            closeAll(committers);
            closeAll(observers);
            throw e;
        }
    }

    private void fence(List<Committer> committers) {
        try {
            for (Committer committer : committers) {
                committer.delivery().fence();
            }
        } catch (WeirException e) {
            // All ledgers have just been read, so the job is right and its destinations are there.
            ranBefore = true;
            throw e;
        }
    }

    /**
     * Returns the highest attempt number that any destination has seen. The destinations are asked first: what they have
     * committed was in a complete checkpoint before.
     */
    private long lookBeforeFencing(CheckpointStore opened, List<Committer> observers) {
        long seen = 0;
        for (Committer observer : observers) {
            seen = Math.max(seen, observer.delivery().highestAttempt());
        }
        RestoredState restored = startingPoint(opened, opened::peek);
        for (Committer observer : observers) {
            observer.delivery().refuseRewind(restored.bytes(observer.sink().uid()));
        }
        return seen;
    }

    private static void closeAll(List<Committer> committers) {
        committers.forEach(committer -> committer.delivery().close());
    }

    /** A savepoint counts only until the job has a checkpoint of its own behind it. */
    private RestoredState startingPoint(CheckpointStore opened, Function<String, CheckpointMetadata> reader) {
        CheckpointMetadata newest = newest(opened);
        if (settings.savepoint() != null) {
            CheckpointMetadata savepoint = reader.apply(settings.savepoint().toString());
            return RestoredState.of(newest != null && isPast(newest, savepoint) ? newest : savepoint, plan);
        }
        return newest == null ? RestoredState.nothing() : RestoredState.of(newest, plan);
    }

    /** A damaged newest checkpoint must not keep the user from naming an older one: that is the remedy for it. */
    private @Nullable CheckpointMetadata newest(CheckpointStore opened) {
        try {
            return opened.newest().orElse(null);
        } catch (WeirException e) {
            if (settings.savepoint() == null || e.code() != ErrorCode.CHECKPOINT_CORRUPT) {
                throw e;
            }
            LOG.warn("The newest checkpoint is damaged; starting from {}, as asked", settings.savepoint(), e);
            return null;
        }
    }

    private boolean isPast(CheckpointMetadata newest, CheckpointMetadata savepoint) {
        boolean sameHistory = newest.lineage().equals(savepoint.lineage())
                || (settings.rewindPolicy() == RewindPolicy.FORK && newest.attempt() > savepoint.attempt());
        boolean ours = firstAttempt > 0 && newest.attempt() >= firstAttempt;
        return ours || (sameHistory && newest.checkpointId() > savepoint.checkpointId());
    }

    @SuppressWarnings("unchecked")
    private List<Committer> openCommitters(
            CheckpointStore opened, long number, Map<AttemptBuilder.SubtaskKey, Waker> wakers) {
        List<Committer> committers = new ArrayList<>();
        for (Vertex vertex : plan.vertices()) {
            for (int subtask = 0; subtask < vertex.parallelism(); subtask++) {
                Waker task = new Waker();
                wakers.put(new AttemptBuilder.SubtaskKey(vertex.id(), subtask), task);
                for (Step step : vertex.steps()) {
                    if (step instanceof Step.SinkStep sink) {
                        Delivery<Object> delivery = ports.deliveries()
                                .create(
                                        (Sink<Object>) sink.sink(),
                                        sink.strategy(),
                                        deliveryContext(opened, number, vertex, subtask, sink));
                        committers.add(new Committer(sink, subtask, delivery, task, waker::signal));
                    }
                }
            }
        }
        return committers;
    }

    private DeliveryContext deliveryContext(
            CheckpointStore opened, long number, Vertex vertex, int subtask, Step.SinkStep sink) {
        return new DeliveryContext(
                settings.jobName(),
                sink.uid(),
                subtask,
                vertex.parallelism(),
                sink.shards(),
                number,
                owner,
                settings.rewindPolicy(),
                sink.deadLetters(),
                ports.clock(),
                ports.faults(),
                metrics.group(sink.uid()),
                codecs,
                new StoreSegments(opened));
    }

    private void run(Launch ready) throws Exception {
        SplitAssignment splits = SplitAssignment.of(plan, ready.context().restored(), ports.clock(), plannedSplits);
        Attempt running =
                new Attempt(ready.context(), ready.committers(), ready.wakers(), splits, ready.lineage(), waker);
        attempt = running;
        launch = null;
        ranBefore = true;
        status = JobStatus.RUNNING;
        runner.start(running.steppers(), (stepper, thrown) -> {
            // A thread that outlived its own attempt must not fail the next one.
            if (attempt == running) {
                fail(Failures.of("run \"" + stepper.name() + "\"", thrown));
            }
        });
    }

    private long watch() throws Exception {
        Attempt running = attempt;
        if (running == null) {
            throw new IllegalStateException("no attempt is running");
        }
        StopRequest stop = stopRequest;
        if (stop != null) {
            if (stop.savepoint == null) {
                running.pauseSources(true);
                stop.savepoint = running.requestSavepoint(stop.directory);
            }
            if (!stop.savepoint.isDone()) {
                return LOOK_AGAIN_NANOS;
            }
            return finishStop(running, stop, stop.savepoint);
        }
        if (running.isComplete()) {
            stopAttempt();
            terminate(JobStatus.FINISHED, null);
            return IDLE;
        }
        return LOOK_AGAIN_NANOS;
    }

    private long finishStop(Attempt running, StopRequest stop, CompletableFuture<String> savepoint)
            throws InterruptedException {
        String path;
        try {
            path = Results.of(savepoint);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // The savepoint failed, the job goes on.
            stopRequest = null;
            running.pauseSources(false);
            stop.path.completeExceptionally(Failures.of("take the savepoint", e));
            return 0;
        }
        if (!running.drained()) {
            return LOOK_AGAIN_NANOS;
        }
        stopAttempt();
        terminate(JobStatus.STOPPED, null);
        stop.path.complete(path);
        return IDLE;
    }

    /** The supervisor's own thread died: the job has failed. */
    void crash(Throwable thrown) {
        terminate(JobStatus.FAILED, Failures.of("supervise job \"" + settings.jobName() + "\"", thrown));
    }

    private synchronized void fail(WeirException thrown) {
        if (failure == null) {
            failure = thrown;
            waker.signal();
        }
    }

    private void afterFailure(WeirException thrown) throws InterruptedException {
        stopAttempt();
        failure = null;
        long delay = thrown.retriable() && ranBefore
                ? budget.afterFailure(ports.clock().nanos())
                : RestartBudget.EXHAUSTED;
        if (delay == RestartBudget.EXHAUSTED) {
            terminate(JobStatus.FAILED, thrown);
            return;
        }
        LOG.warn(
                "Job \"{}\" failed and restarts from its newest checkpoint in {} ms",
                settings.jobName(),
                delay / 1_000_000,
                thrown);
        restarts.incrementAndGet();
        restartAt = ports.clock().nanos() + delay;
        status = JobStatus.RESTARTING;
    }

    private void stopAttempt() throws InterruptedException {
        if (launch != null) {
            closeAll(launch.committers());
            launch = null;
        }
        Attempt running = attempt;
        if (running != null) {
            attempt = null;
            // A thread that is left behind may still be inside a delivery: leave that to the fence.
            if (runner.stop(STOP_PATIENCE)) {
                running.closeDeliveries();
            }
        }
    }

    private void terminate(JobStatus end, @Nullable WeirException thrown) {
        status = end;
        try {
            if (store != null) {
                store.close();
                store = null;
            }
        } finally {
            // Whoever waits must hear of the end, even if the store's lock cannot be given back.
            tellThoseWhoWait(end, thrown);
        }
    }

    private void tellThoseWhoWait(JobStatus end, @Nullable WeirException thrown) {
        StopRequest stop = stopRequest;
        if (thrown != null) {
            LOG.error("Job \"{}\" failed", settings.jobName(), thrown);
            termination.completeExceptionally(thrown);
            if (stop != null) {
                stop.path.completeExceptionally(thrown);
            }
        } else {
            termination.complete(end);
        }
    }

    private String randomName() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
