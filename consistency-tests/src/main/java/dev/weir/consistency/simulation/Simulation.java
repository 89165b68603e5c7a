package dev.weir.consistency.simulation;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.MemoryDisk;
import dev.weir.consistency.checker.HistoryChecker;
import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Expectation;
import dev.weir.consistency.history.Positions;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Workload;
import dev.weir.consistency.job.CheckpointPositions;
import dev.weir.consistency.job.ModelJob;
import dev.weir.consistency.model.ModelDestination;
import dev.weir.consistency.model.XaModel;
import dev.weir.delivery.RewindPolicy;
import dev.weir.error.WeirException;
import dev.weir.exec.ExecutionSettings;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the model job over model destinations, from a scenario, a seed and a plan; the same three give the same run, bit for
 * bit.
 *
 * <p>One process after the other lives through what is planned for it. A process that was paused sleeps, in the middle of a step if
 * need be, until a later one is where the plan lets it go on; from then on it runs beside it. After every request that a
 * destination carries out, its readers look. When the job has come to its end, everything that is still asleep or under way
 * runs to its own end, and nothing may change any more.
 */
public final class Simulation {
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final String LEDGER_ENTRIES = "ledger entries and transactions";
    private static final long LONGER_THAN_ANY_TIMEOUT = Duration.ofHours(2).toNanos();
    private static final int MOST_STEPS = 60_000;
    private static final int MOST_STEPS_OF_A_ZOMBIE = 3_000;
    private static final int STEPS_BETWEEN_TICKS = 32;
    private static final int MOST_FURTHER_LIVES = 4;
    private static final int MOST_LABELS_OF_DELAY = 40;
    private static final int MOST_STEPS_UNTIL_SESSION_LOST = 60;

    private final Scenario scenario;
    private final long seed;
    private final Plan plan;
    private final Workload workload;
    private final ExecutionSettings settings;
    private final SplittableRandom random;
    private final ManualClock clock = new ManualClock(START_MILLIS);
    private final List<ModelDestination> destinations = new ArrayList<>();
    private final HistoryChecker judge;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final List<Delayed> delayed = new ArrayList<>();
    private final List<LostSession> lostSessions = new ArrayList<>();
    private final Set<Long> complete = new HashSet<>();
    private MemoryDisk disk = new MemoryDisk();
    private int requestsUnderWay;
    private boolean delivering;
    private long steps;
    private @Nullable String stuck;

    /** A request that arrives late. */
    private static final class Delayed {
        final String sink;
        final long attempt;
        final Supplier<?> request;
        /** How many more labels are passed before it arrives; negative while no later attempt has begun. */
        int labelsLeft = -1;

        Delayed(String sink, long attempt, Supplier<?> request) {
            this.sink = sink;
            this.attempt = attempt;
            this.request = request;
        }
    }

    /** A connection whose process is gone and whose end the destination has not noticed. */
    private record LostSession(SimulatedProcess process, long dueStep) {}

    private Simulation(Scenario scenario, long seed, Plan plan) {
        this.scenario = scenario;
        this.seed = seed;
        this.plan = plan;
        Scenario.Shape shape = scenario.shape();
        workload = new Workload(seed, shape.partitions(), plan.recordsPerPartition(), shape.keysPerPartition());
        random = new SplittableRandom(seed);
        settings = new ExecutionSettings(
                ModelJob.NAME,
                Duration.ofNanos(shape.checkpointMicros() * 1_000L),
                Duration.ofSeconds(10),
                null,
                2,
                RestartStrategy.fixedDelay(5, Duration.ofMillis(5)),
                RewindPolicy.FAIL,
                null,
                List.of(),
                Duration.ZERO,
                4);
        for (int i = 0; i < shape.sinks(); i++) {
            destinations.add(
                    scenario.mutation().destination(scenario.destination().get()));
        }
        judge = HistoryChecker.of(expectation());
    }

    /**
     * Runs one life after the other, and judges.
     *
     * <p><b>Threading:</b> confined to the calling thread, but for processes that a plan pauses at a label: those have a thread of
     * their own, and only one of all runs at a time.
     */
    public static SimulationResult run(Scenario scenario, long seed, Plan plan) throws InterruptedException {
        return new Simulation(scenario, seed, plan).run();
    }

    private Expectation expectation() {
        List<Expectation.SinkPromise> promises = new ArrayList<>();
        for (int i = 0; i < scenario.shape().sinks(); i++) {
            promises.add(new Expectation.SinkPromise(sinkName(i), scenario.promise()));
        }
        boolean maybeLoud = plan.has(Fault.Kind.EXPIRE) && scenario.strategy() == DeliveryStrategy.TWO_PHASE;
        return new Expectation(
                workload,
                promises,
                maybeLoud ? Expectation.RequiredEnd.FINISHED_OR_LOUD : Expectation.RequiredEnd.FINISHED,
                List.of());
    }

    static String sinkName(int index) {
        return index == 0 ? "sink" : "sink-" + (index + 1);
    }

    Scenario scenario() {
        return scenario;
    }

    Workload workload() {
        return workload;
    }

    ExecutionSettings settings() {
        return settings;
    }

    ManualClock clock() {
        return clock;
    }

    MemoryDisk disk() {
        return disk;
    }

    ModelDestination destination(int index) {
        return destinations.get(index);
    }

    private SimulationResult run() throws InterruptedException {
        try {
            live();
            soak();
        } finally {
            endAll();
        }
        return result();
    }

    private void live() throws InterruptedException {
        int planned = plan.lives().size();
        for (int number = 0; number < planned + MOST_FURTHER_LIVES; number++) {
            Plan.Life life = number < planned
                    ? plan.lives().get(number)
                    : new Plan.Life(plan.lives().get(planned - 1).parallelism());
            SimulatedProcess process = new SimulatedProcess(this, life, seed * 31 + number);
            processes.add(process);
            live(process);
            if (stuck != null) {
                return;
            }
            boolean over = process.state() == SimulatedProcess.State.GONE
                    && process.job().status().isTerminal()
                    && !mayGoOn(process);
            if (over && number >= planned - 1) {
                return;
            }
        }
        stuck = "the job did not end within " + MOST_FURTHER_LIVES + " lives in which nothing went wrong";
    }

    /** Whether another start may help: a process that says so, or that the environment ended. */
    private static boolean mayGoOn(SimulatedProcess process) {
        return process.job().status() == JobStatus.FAILED
                && process.job().failure() instanceof WeirException failure
                && failure.retriable();
    }

    private void live(SimulatedProcess process) throws InterruptedException {
        if (!process.mayPauseInStep()) {
            runToItsEnd(process);
            return;
        }
        Strand strand = new Strand();
        process.runOn(strand);
        strand.start(() -> {
            try {
                runToItsEnd(process);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Until it ends, dies, or falls asleep; of one that slept in the middle of a step, to the end of that step. */
    private void runToItsEnd(SimulatedProcess process) throws InterruptedException {
        while (process.state() == SimulatedProcess.State.LIVE) {
            if (++steps > MOST_STEPS) {
                stuck = "no end after " + MOST_STEPS + " steps: the job is "
                        + process.job().status();
                return;
            }
            step(process);
            if (process.state() == SimulatedProcess.State.LIVE) {
                process.stepped();
            }
            if (process.state() == SimulatedProcess.State.LIVE) {
                betweenSteps();
            }
        }
    }

    private void step(SimulatedProcess process) throws InterruptedException {
        boolean more;
        try {
            more = process.job().step();
        } catch (SimulatedCrash crash) {
            return;
        }
        if (!more && process.state() != SimulatedProcess.State.GONE) {
            ended(process);
        }
    }

    private void ended(SimulatedProcess process) {
        JobStatus status = process.job().status();
        if (!status.isTerminal()) {
            stuck = "nothing can ever happen again, and the job is " + status;
        }
        process.become(SimulatedProcess.State.GONE);
        Throwable failure = process.job().failure();
        happened(new Event.AttemptEnded(
                clock.nanos(),
                process.attempt(),
                status == JobStatus.FINISHED ? Event.End.FINISHED : Event.End.FAILED,
                failure == null ? status.toString() : reason(failure)));
        loseSessions(process);
    }

    private static String reason(Throwable failure) {
        return failure instanceof WeirException e ? e.code() + ": " + e.getMessage() : failure.toString();
    }

    private void betweenSteps() throws InterruptedException {
        if (steps % STEPS_BETWEEN_TICKS == 0) {
            timePassed(clock.nanos());
        }
        if (!lostSessions.isEmpty()) {
            for (LostSession lost : List.copyOf(lostSessions)) {
                if (lost.dueStep() <= steps) {
                    lostSessions.remove(lost);
                    loseSessions(lost.process());
                }
            }
        }
        for (int i = 0; i < processes.size() - 1; i++) {
            SimulatedProcess other = processes.get(i);
            if (other.state() == SimulatedProcess.State.ZOMBIE && random.nextBoolean()) {
                step(other);
            }
        }
    }

    /** What is asleep or under way comes to its end. */
    private void soak() throws InterruptedException {
        for (LostSession lost : lostSessions) {
            loseSessions(lost.process());
        }
        lostSessions.clear();
        timePassed(clock.nanos());
        happened(new Event.QuietBegan(clock.nanos()));
        if (stuck != null) {
            return;
        }
        List<Delayed> late = List.copyOf(delayed);
        late.forEach(this::deliver);
        for (SimulatedProcess process : processes) {
            if (process.state() == SimulatedProcess.State.FROZEN) {
                wake(process);
            }
            for (int i = 0; i < MOST_STEPS_OF_A_ZOMBIE && process.state() == SimulatedProcess.State.ZOMBIE; i++) {
                step(process);
            }
            if (process.state() == SimulatedProcess.State.ZOMBIE) {
                process.become(SimulatedProcess.State.GONE);
                loseSessions(process);
            }
        }
        // What a request opens that arrives after the end, nobody can close but the destination itself.
        timePassed(clock.nanos() + (late.isEmpty() ? 0 : LONGER_THAN_ANY_TIMEOUT));
        for (int i = 0; i < destinations.size(); i++) {
            if (processes.get(processes.size() - 1).job().status() == JobStatus.FINISHED) {
                // One ledger entry for each shard, whatever happened.
                happened(new Event.ResourceCounted(
                        clock.nanos(),
                        LEDGER_ENTRIES,
                        destinations.get(i).bookkeeping(),
                        scenario.shape().shards()));
            }
            happened(new Event.InDoubtListed(
                    clock.nanos(), sinkName(i), destinations.get(i).inDoubt()));
        }
    }

    /** Threads of processes that still sleep must not stay behind. */
    private void endAll() throws InterruptedException {
        for (SimulatedProcess process : processes) {
            process.become(SimulatedProcess.State.GONE);
            Strand strand = process.strand();
            if (strand != null && !strand.ended()) {
                strand.resume();
            }
        }
    }

    private SimulationResult result() {
        Conclusion found = judge.conclude();
        if (stuck != null && found.verdict() != Verdict.VIOLATION) {
            found = new Conclusion(Verdict.STUCK, stuck, found.violations(), found.observations());
        }
        List<Occurrences> lives = new ArrayList<>();
        Set<Fault> fired = new HashSet<>();
        for (SimulatedProcess process : processes) {
            lives.add(process.occurrences());
            process.addFired(fired);
        }
        int missed = plan.faults();
        for (SimulatedProcess process : processes) {
            missed -= process.life().faults().size() - process.missedFaults();
        }
        return new SimulationResult(found, lives, fired, missed, steps);
    }

    /** Something to be judged happened. */
    void happened(Event event) {
        judge.accept(event);
    }

    void fire(Fault fault, SimulatedProcess process) {
        happened(new Event.FaultFired(clock.nanos(), fault.toString()));
        switch (fault.kind()) {
            case KILL -> die(process, random.nextBoolean() ? 0 : random.nextInt(MOST_STEPS_UNTIL_SESSION_LOST));
            case POWER -> losePower();
            case PAUSE -> pause(fault, process);
            case RESUME -> {
                for (SimulatedProcess other : processes) {
                    if (other != process && other.state() == SimulatedProcess.State.FROZEN) {
                        wakeInterruptibly(other);
                    }
                }
            }
            case EXPIRE -> timePassed(clock.nanos() + LONGER_THAN_ANY_TIMEOUT);
            case RESTART -> {
                for (SimulatedProcess other : processes) {
                    if (other.state() != SimulatedProcess.State.GONE) {
                        loseSessions(other);
                    }
                }
                for (int i = 0; i < destinations.size(); i++) {
                    if (destinations.get(i) instanceof XaModel manager) {
                        manager.restart();
                        look(sinkName(i), manager);
                    }
                }
            }
            default -> {
                // Of the network: the request itself breaks.
            }
        }
    }

    private void timePassed(long nanos) {
        for (int i = 0; i < destinations.size(); i++) {
            destinations.get(i).timePassed(nanos);
            look(sinkName(i), destinations.get(i));
        }
    }

    private void die(SimulatedProcess process, int stepsUntilLost) {
        process.become(SimulatedProcess.State.GONE);
        disk.breakLocks();
        happened(new Event.AttemptEnded(clock.nanos(), process.attempt(), Event.End.KILLED, "its process died"));
        if (stepsUntilLost == 0) {
            loseSessions(process);
        } else {
            lostSessions.add(new LostSession(process, steps + stepsUntilLost));
        }
    }

    private void losePower() {
        for (SimulatedProcess process : processes) {
            if (process.state() != SimulatedProcess.State.GONE) {
                die(process, random.nextBoolean() ? 0 : random.nextInt(MOST_STEPS_UNTIL_SESSION_LOST));
            }
        }
        disk = disk.crash(random);
    }

    private void pause(Fault fault, SimulatedProcess process) {
        if (process.state() != SimulatedProcess.State.LIVE) {
            return;
        }
        process.become(SimulatedProcess.State.FROZEN);
        disk.breakLocks();
        happened(new Event.AttemptEnded(clock.nanos(), process.attempt(), Event.End.FROZEN, "its process sleeps"));
        Strand strand = process.strand();
        if (strand != null && fault.moment() instanceof Moment.AtLabel) {
            strand.sleep();
        }
    }

    private void wakeInterruptibly(SimulatedProcess process) {
        try {
            wake(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Lets a process that sleeps go on: at once to the end of its step, and mostly a few further steps. */
    private void wake(SimulatedProcess process) throws InterruptedException {
        process.become(SimulatedProcess.State.ZOMBIE);
        Strand strand = process.strand();
        if (strand != null && !strand.ended()) {
            strand.resume();
        }
        int more = random.nextInt(4) == 0 ? 0 : random.nextInt(40);
        for (int i = 0; i < more && process.state() == SimulatedProcess.State.ZOMBIE; i++) {
            step(process);
        }
    }

    private void loseSessions(SimulatedProcess process) {
        for (int i = 0; i < destinations.size(); i++) {
            destinations.get(i).sessionLost(process.sessions().get(i));
            look(sinkName(i), destinations.get(i));
        }
    }

    <T> T carryOut(String sink, Supplier<T> request) {
        requestsUnderWay++;
        try {
            return request.get();
        } finally {
            requestsUnderWay--;
            look(sink, destinationOf(sink));
        }
    }

    /** The client learns nothing of it, not even that it was refused. */
    void carryOutUnheard(String sink, Supplier<?> request) {
        try {
            carryOut(sink, request);
        } catch (RuntimeException refused) {
            // The refusal is lost as a reply is.
        }
    }

    void delay(String sink, long attempt, Supplier<?> request) {
        delayed.add(new Delayed(sink, attempt, request));
    }

    boolean isDelivering() {
        return delivering;
    }

    private void deliver(Delayed late) {
        delayed.remove(late);
        delivering = true;
        try {
            carryOutUnheard(late.sink, late.request);
        } finally {
            delivering = false;
        }
    }

    /** Late requests arrive at labels: those are the moments that matter. */
    void labelPassed() {
        if (delayed.isEmpty() || requestsUnderWay > 0) {
            return;
        }
        for (Delayed late : List.copyOf(delayed)) {
            if (late.labelsLeft >= 0 && late.labelsLeft-- == 0) {
                deliver(late);
            }
        }
    }

    void claimed(long attempt) {
        for (Delayed late : delayed) {
            if (late.attempt < attempt && late.labelsLeft < 0) {
                late.labelsLeft = random.nextInt(MOST_LABELS_OF_DELAY);
            }
        }
    }

    private ModelDestination destinationOf(String sink) {
        for (int i = 0; i < destinations.size(); i++) {
            if (sinkName(i).equals(sink)) {
                return destinations.get(i);
            }
        }
        throw new IllegalArgumentException("no destination of " + sink);
    }

    private void look(String sink, ModelDestination destination) {
        destination.look(sink, clock.nanos(), judge::accept);
    }

    void attemptStarted(long attempt, long checkpoint, Positions positions, int parallelism) {
        happened(new Event.AttemptStarted(clock.nanos(), attempt, checkpoint, positions, parallelism));
    }

    void attemptFailed(long attempt, String reason) {
        happened(new Event.AttemptEnded(clock.nanos(), attempt, Event.End.FAILED, reason));
    }

    /** The store has the checkpoint; told again when it is loaded, since whoever completed it may have died over the news. */
    void completed(CheckpointMetadata metadata) {
        if (complete.add(metadata.attempt() << 32 | metadata.checkpointId())) {
            happened(new Event.CheckpointCompleted(
                    clock.nanos(),
                    metadata.attempt(),
                    metadata.checkpointId(),
                    CheckpointPositions.of(metadata, workload)));
        }
    }
}
