package dev.weir.consistency.live;

import dev.weir.consistency.checker.HistoryChecker;
import dev.weir.consistency.fault.DiskPlan;
import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Expectation;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Workload;
import dev.weir.consistency.subject.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * One case from an empty destination to a conclusion: processes that run the job, one after the other or side by side, and an
 * observer who feeds a checker.
 *
 * <p><b>Lifecycle:</b> {@link #open}; {@link #start} any number of processes; when all are gone, {@link #conclude}; {@link #close}
 * kills what still runs. <b>Threading:</b> the caller's thread; the observer has its own.
 */
final class LiveRun implements AutoCloseable {
    private static final long STEP_MILLIS = 10;
    private static final long STATUS_NANOS = 250_000_000;

    private final Bench bench;
    private final Workload workload;
    private final Path folder;
    private final HistoryChecker checker;
    private final Observer observer;
    private final List<ChildJob> children = new ArrayList<>();
    private final long begin = System.nanoTime();
    private long nextStatus = begin;

    /** The reader fails although nothing is broken. */
    private static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    private LiveRun(Bench bench, Path folder, Expectation expectation) {
        this.bench = bench;
        this.workload = expectation.workload();
        this.folder = folder;
        this.checker = HistoryChecker.of(expectation);
        this.observer = new Observer(bench.destination(), workload, checkpoints(), checker::accept);
    }

    /**
     * Empties destination and folder, and begins to look.
     *
     * @param faults those that must fire, or nothing is proven
     */
    static LiveRun open(Bench bench, Expectation.RequiredEnd end, List<String> faults) throws Exception {
        Expectation expectation = new Expectation(
                bench.settings().workload(bench.seed()),
                List.of(new Expectation.SinkPromise(
                        JobProcess.SINK, bench.sink().promise(bench.strategy()))),
                end,
                faults);
        Path folder = bench.folder().resolve("run");
        CaseFolder.delete(folder);
        Files.createDirectories(folder);
        Bounded.run(
                "prepare the destination",
                bench.settings().call(),
                () -> bench.destination().prepare(bench.strategy()));
        LiveRun run = new LiveRun(bench, folder, expectation);
        run.observer.start();
        return run;
    }

    Bench bench() {
        return bench;
    }

    Observer observer() {
        return observer;
    }

    /** Where the job keeps its checkpoints, unless a process is given another folder. */
    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** A process over {@link #checkpoints}, straight to the destination. */
    ChildJob start(int parallelism, LabelFault.Plan fault) {
        return start(parallelism, fault, checkpoints(), bench.destination().address());
    }

    ChildJob start(int parallelism, LabelFault.Plan fault, Path checkpoints, String address) {
        return start(parallelism, fault, checkpoints, address, DiskPlan.NONE);
    }

    ChildJob start(int parallelism, LabelFault.Plan fault, Path checkpoints, String address, DiskPlan disk) {
        observer.catchUp();
        JobArguments arguments = new JobArguments(
                bench.sink().getClass().getName(),
                address,
                bench.strategy(),
                parallelism,
                checkpoints,
                folder.resolve("process-" + (children.size() + 1)),
                workload,
                bench.settings().recordsPerSecond(),
                bench.settings().restarts(),
                fault,
                disk,
                bench.settings().life());
        ChildJob child = ChildJob.start(arguments, SinkClasses.path(bench.sink()));
        children.add(child);
        observer.add(child);
        return child;
    }

    /** Waits for something that journals or the observer tell. */
    void await(String what, BooleanSupplier condition) throws InterruptedException, Bounded.StuckException {
        long end = System.nanoTime() + bench.settings().life().toNanos();
        observer.catchUp();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw stuck("Cannot wait any longer until " + what + ": it did not happen within "
                        + bench.settings().life().toSeconds() + " s" + lookFailure());
            }
            step();
        }
    }

    /** Journals are read often, so that nothing is passed on much later than it was true. */
    private void step() throws InterruptedException {
        Thread.sleep(STEP_MILLIS);
        observer.catchUp();
        if (System.nanoTime() - nextStatus > 0) {
            nextStatus = System.nanoTime() + STATUS_NANOS;
            long attempt = children.stream().mapToLong(ChildJob::attempt).max().orElse(0);
            bench.progress()
                    .status(String.format(
                            Locale.ROOT,
                            "process %d, attempt %d, %,d of %,d records",
                            children.size(),
                            attempt,
                            observer.size(),
                            workload.records()));
        }
    }

    private String lookFailure() {
        return observer.lastFailure().isEmpty() ? "" : "; the last failed look: " + observer.lastFailure();
    }

    /**
     * Waits until the process is gone.
     *
     * @return its exit code
     * @throws Bounded.StuckException if it gave up, with the place where it hangs
     */
    int awaitExit(ChildJob child) throws InterruptedException, Bounded.StuckException {
        // It gives up by itself and says where it hangs, unless it cannot even do that.
        Duration limit = bench.settings().life().plusSeconds(10);
        long end = System.nanoTime() + limit.toNanos();
        while (child.isRunning()) {
            if (System.nanoTime() - end > 0) {
                child.close();
                throw stuck("Cannot wait any longer for the process of attempt " + child.attempt()
                        + ": it did not end within " + limit.toSeconds() + " s, and did not say why");
            }
            step();
        }
        int exit = child.exitCode();
        observer.catchUp();
        if (exit == JobProcess.STUCK) {
            throw stuck(String.format(
                    Locale.ROOT,
                    "The process of attempt %d did not end within %d s, with %,d of %,d records at the destination: %s%s",
                    child.attempt(),
                    bench.settings().life().toSeconds(),
                    observer.size(),
                    workload.records(),
                    child.stuckAt(),
                    child.lastWords()));
        }
        return exit;
    }

    /** Nothing more comes of this run; but what is proven by now stays proven. */
    private Bounded.StuckException stuck(String message) throws InterruptedException {
        observer.stop(1);
        observer.passOn(new Event.GaveUpWaiting(System.nanoTime(), message));
        return new Bounded.StuckException(message, observer.conclude(checker).violations());
    }

    /** Lets a last process read the input to its end. */
    ChildJob finish(int parallelism, Path checkpoints) throws InterruptedException, Bounded.StuckException {
        ChildJob last = start(
                parallelism,
                LabelFault.Plan.NONE,
                checkpoints,
                bench.destination().address());
        last.hurry();
        awaitExit(last);
        return last;
    }

    /** Tells the checker of a fault that was made to something else than a process. */
    void fired(String fault) {
        observer.passOn(new Event.FaultFired(System.nanoTime(), fault));
    }

    /** Tells the checker that something is down from now on, or up again. */
    void outage(String what, boolean down) {
        observer.passOn(new Event.Outage(System.nanoTime(), what, down));
    }

    /** When all processes are gone: lets everything settle, and judges. */
    Conclusion conclude() throws Exception {
        try {
            return judge();
        } catch (UnreadableException e) {
            Conclusion known = observer.conclude(checker);
            return known.verdict() == Verdict.VIOLATION
                    ? known
                    : new Conclusion(
                            Verdict.INCONCLUSIVE, String.valueOf(e.getMessage()), List.of(), known.observations());
        }
    }

    private Conclusion judge() throws Exception {
        Duration limit = bench.settings().call();
        observer.stop(limit.toMillis());
        if (!observer.isStopped()) {
            throw stuck("Cannot read the destination: a look does not end within " + limit.toSeconds() + " s: "
                    + observer.place());
        }
        look();
        observer.passOn(new Event.QuietBegan(System.nanoTime()));
        Thread.sleep(bench.settings().soak().toMillis());
        look();
        if (bench.destination() instanceof Destination.SupportsInDoubt able) {
            List<String> left = Bounded.call("list transactions in doubt", limit, able::inDoubt);
            observer.passOn(new Event.InDoubtListed(System.nanoTime(), JobProcess.SINK, left));
        }
        return explained(observer.conclude(checker));
    }

    /** A job that could not even start has told the checker nothing. */
    private Conclusion explained(Conclusion conclusion) {
        Report.Ended said =
                children.isEmpty() ? null : children.get(children.size() - 1).end();
        if (conclusion.verdict() == Verdict.PASS
                || said == null
                || said.finished()
                || conclusion.reason().contains(said.reason())) {
            return conclusion;
        }
        return new Conclusion(
                conclusion.verdict(),
                conclusion.reason() + "; the last process ended with: " + said.reason(),
                conclusion.violations(),
                conclusion.observations());
    }

    private void look() throws Exception {
        long end = System.nanoTime() + bench.settings().call().toNanos();
        while (true) {
            try {
                Bounded.run("read the destination", bench.settings().call(), observer::look);
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Bounded.StuckException e) {
                throw stuck(String.valueOf(e.getMessage()));
            } catch (Exception e) {
                if (System.nanoTime() - end > 0) {
                    throw new UnreadableException("Cannot read the destination: it failed for "
                            + bench.settings().call().toSeconds() + " s after all faults were mended: " + e);
                }
            }
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        children.forEach(ChildJob::close);
        try {
            observer.stop(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
