package dev.weir.consistency.live;

import dev.weir.consistency.fault.DiskPlan;
import dev.weir.consistency.fault.PowerFailure;
import dev.weir.consistency.fault.PowerFailure.Remains;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.Destination.SupportsWire;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.FaultProxy;
import dev.weir.testbed.Tripwire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A job that chaos happens to, over all its processes.
 *
 * <p><b>Threading:</b> confined to one thread.
 */
final class ChaosRun {
    private static final int MOST_PARALLEL = 3;
    private static final int MOST_SUCCESSORS = 5;
    /** How long something may take to happen that need not happen. */
    private static final long PATIENCE_NANOS = 4_000_000_000L;

    private final LiveRun run;
    private final @Nullable FaultProxy proxy;
    private final RandomGenerator random;
    private final Map<String, Integer> fired = new TreeMap<>();
    private Path checkpoints;
    private int copies;
    private ChildJob job;

    ChaosRun(LiveRun run, @Nullable FaultProxy proxy, RandomGenerator random) throws IOException {
        this.run = run;
        this.proxy = proxy;
        this.random = random;
        this.checkpoints = run.checkpoints();
        Files.createDirectories(JobProcess.diskJournal(checkpoints));
        this.job = start(DiskPlan.NONE);
    }

    Destination destination() {
        return run.bench().destination();
    }

    /** How often which fault happened. */
    Map<String, Integer> fired() {
        return fired;
    }

    private void count(String fault) {
        fired.merge(fault, 1, Integer::sum);
    }

    private String address() {
        return proxy == null ? destination().address() : ((SupportsWire) destination()).addressBy(proxy.port());
    }

    /** With another parallelism each time. */
    private ChildJob start(DiskPlan disk) {
        return run.start(1 + random.nextInt(MOST_PARALLEL), LabelFault.Plan.NONE, checkpoints, address(), disk);
    }

    /** The one before must be dead. */
    void startNext(DiskPlan disk) {
        job = start(disk);
    }

    /** Whether the input was read to its end. */
    boolean isFinished() {
        return !job.isRunning() && job.exitCode() == JobProcess.FINISHED;
    }

    /** Replaces a process that has died of what happened, and lets the job do some work. */
    void recover(int millis) throws Exception {
        if (!job.isRunning() && !isFinished()) {
            run.awaitExit(job);
            startNext(DiskPlan.NONE);
        }
        ChildJob current = job;
        long before = run.observer().size();
        run.await("records come", () -> run.observer().size() > before || !current.isRunning());
        pause(millis);
    }

    private void pause(long millis) throws InterruptedException, Bounded.StuckException {
        long end = System.nanoTime() + millis * 1_000_000;
        run.await("time passes", () -> System.nanoTime() - end > 0);
    }

    void kill(String fault) {
        if (job.isRunning()) {
            job.kill(fault);
            count(fault);
        }
    }

    /** The successor works on a copy of the checkpoints, because the sleeper holds the lock of its own. */
    void sleepBesideSuccessor(String fault) throws Exception {
        ChildJob sleeper = job;
        if (!sleeper.isRunning()) {
            return;
        }
        sleeper.freeze(fault);
        count(fault);
        run.observer().catchUp();
        Path copy = run.checkpoints().resolveSibling("copy-" + ++copies);
        CaseFolder.copy(checkpoints, copy);
        Files.createDirectories(JobProcess.diskJournal(copy));
        checkpoints = copy;
        run.observer().follow(copy);
        sleeper.replaced();
        startNext(DiskPlan.NONE);
        awaitTakeover();
        recover(random.nextInt((int) run.bench().settings().asleep().toMillis()));
        sleeper.wake();
        sleeper.hurry();
        run.awaitExit(sleeper);
    }

    /** Until a successor has fenced the sleeper, it is the owner, and would rightly go on when it wakes up. */
    private void awaitTakeover() throws Exception {
        for (int left = MOST_SUCCESSORS; left > 0; left--) {
            ChildJob current = job;
            run.await("a successor takes over", () -> current.starts() > 0 || !current.isRunning());
            if (current.starts() > 0) {
                return;
            }
            run.awaitExit(current);
            startNext(DiskPlan.NONE);
        }
        throw new Bounded.StuckException(
                "Cannot replace a sleeping process: " + MOST_SUCCESSORS + " successors failed");
    }

    /** Starts a process over a disk on which something will go wrong, if the process comes so far. */
    void onDisk(String fault, DiskPlan plan) throws Exception {
        kill(ChaosAct.SIGKILL.name());
        startNext(plan);
        ChildJob current = job;
        long end = System.nanoTime() + PATIENCE_NANOS;
        run.await(
                "the disk fails",
                () -> !current.faults().isEmpty() || !current.isRunning() || System.nanoTime() - end > 0);
        if (!current.isRunning()) {
            run.awaitExit(current);
        } else if (plan.powerLossAt() != DiskPlan.NEVER) {
            kill(ChaosAct.SIGKILL.name());
        }
        if (!current.faults().isEmpty()) {
            count(fault);
        }
        if (plan.powerLossAt() != DiskPlan.NEVER && !current.faults().isEmpty()) {
            losePower(current, fault);
        }
    }

    /** Names stay: a checkpoint whose name is not yet durable has been seen by the observer already. */
    private void losePower(ChildJob dead, String fault) throws IOException {
        dead.halted(fault);
        PowerFailure.strike(JobProcess.diskJournal(checkpoints), random.nextBoolean() ? Remains.TORN : Remains.ZEROS);
    }

    void outage(String fault, Bounded.Action begin, int millis, Bounded.Action end) throws Exception {
        run.outage(fault, true);
        Bounded.run("begin " + fault, run.bench().settings().call(), begin);
        run.fired(fault);
        count(fault);
        pause(millis);
        Bounded.run("end " + fault, run.bench().settings().call(), end);
        run.outage(fault, false);
    }

    void loseMessage(String fault) throws Exception {
        SupportsWire wire = (SupportsWire) destination();
        List<CutPoint> points = wire.cutPoints(run.bench().strategy());
        if (proxy == null || points.isEmpty()) {
            return;
        }
        CutPoint point = points.get(random.nextInt(points.size())).atOccurrence(1 + random.nextInt(8));
        Tripwire tripwire = proxy.arm(point);
        long end = System.nanoTime() + PATIENCE_NANOS;
        ChildJob current = job;
        run.await(
                "the connection breaks",
                () -> tripwire.hasFired() || !current.isRunning() || System.nanoTime() - end > 0);
        if (tripwire.hasFired()) {
            run.fired(fault);
            count(fault);
        }
        proxy.heal();
    }

    void onWire(String fault, Consumer<FaultProxy> action, int millis) throws Exception {
        if (proxy == null || proxy.connections() == 0) {
            return;
        }
        run.outage(fault, true);
        action.accept(proxy);
        run.fired(fault);
        count(fault);
        pause(millis);
        proxy.heal();
        run.outage(fault, false);
    }

    /** Lets the job read its input to the end, in peace. */
    void drain() throws Exception {
        if (job.isRunning()) {
            job.hurry();
        }
        run.awaitExit(job);
        if (!isFinished()) {
            startNext(DiskPlan.NONE);
            job.hurry();
            run.awaitExit(job);
        }
    }
}
