package dev.weir.exec;

import dev.weir.graph.PhysicalPlan;
import dev.weir.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job in the calling thread: each step advances one task, committer, writer or the coordinator, chosen at random;
 * when all of them wait, virtual time jumps to the first that wants to go on. The same seed gives the same run.
 *
 * <p>To crash the simulated process, let a {@link dev.weir.fault.FaultInjector} throw an {@link Error}: it leaves {@link
 * #step} as it is, nothing is closed, and the object is to be dropped.
 *
 * <p><b>Threading:</b> confined to one thread.
 */
public final class SimulatedJob {
    /** Every step takes some time, so that checkpoints fall between the records and not only where all wait. */
    private static final int MOST_NANOS_A_STEP = 100_000;

    private final Supervisor supervisor;
    private final ManualClock clock;
    private final RandomGenerator random;
    private final Runner runner = new Runner();

    /** {@code ports} must hold {@code clock}. */
    public SimulatedJob(
            PhysicalPlan plan,
            ExecutionSettings settings,
            ExecutionPorts ports,
            ManualClock clock,
            RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        supervisor = new Supervisor(plan, settings, ports, runner, random);
        runner.entries.add(new Entry(supervisor, (stepper, failure) -> supervisor.crash(failure)));
    }

    public JobStatus status() {
        return supervisor.status();
    }

    public JobMetrics metrics() {
        return supervisor.metrics();
    }

    /** Why the job failed, or null. */
    public @Nullable Throwable failure() {
        return supervisor.termination().handle((end, thrown) -> thrown).getNow(null);
    }

    /** Asks the job to stop without a savepoint. */
    public void cancel() {
        supervisor.cancel();
    }

    /**
     * Does one step; false when the job has ended or when nothing can ever happen again.
     */
    public boolean step() throws InterruptedException {
        if (supervisor.status().isTerminal()) {
            return false;
        }
        List<Entry> entries = runner.entries;
        clock.advance(Duration.ofNanos(random.nextInt(MOST_NANOS_A_STEP)));
        long now = clock.nanos();
        int start = random.nextInt(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get((start + i) % entries.size());
            if (entry.isRunnable(now)) {
                runner.step(entry, now);
                return true;
            }
        }
        long earliest = Stepper.IDLE;
        for (Entry entry : entries) {
            earliest = Math.min(earliest, entry.wakeAt);
        }
        if (earliest == Stepper.IDLE) {
            return false;
        }
        clock.advance(Duration.ofNanos(earliest - now));
        return true;
    }

    /** One stepper and when it wants to go on. */
    private static final class Entry {
        private final Stepper stepper;
        private final StepperRunner.FailureListener listener;
        private long wakeAt;

        Entry(Stepper stepper, StepperRunner.FailureListener listener) {
            this.stepper = stepper;
            this.listener = listener;
        }

        boolean isRunnable(long now) {
            return wakeAt <= now || !stepper.waker().isAsleep();
        }
    }

    private static final class Runner implements StepperRunner {
        private final List<Entry> entries = new ArrayList<>();

        @Override
        public void start(List<? extends Stepper> steppers, FailureListener listener) {
            steppers.forEach(stepper -> entries.add(new Entry(stepper, listener)));
        }

        @Override
        public boolean stop(Duration patience) {
            // The first entry is the supervisor, which is the one that stops the others.
            List<Entry> others = entries.subList(1, entries.size());
            List<Entry> stopped = List.copyOf(others);
            others.clear();
            stopped.forEach(Runner::close);
            return true;
        }

        void step(Entry entry, long now) {
            try {
                long wait = entry.stepper.step();
                if (wait == 0) {
                    entry.wakeAt = now;
                    entry.stepper.waker().retractSleep();
                } else {
                    entry.wakeAt = wait == Stepper.IDLE ? Stepper.IDLE : now + wait;
                    entry.stepper.waker().announceSleep();
                }
            } catch (Exception failure) {
                entries.remove(entry);
                close(entry);
                entry.listener.onFailure(entry.stepper, failure);
            }
        }

        private static void close(Entry entry) {
            try {
                entry.stepper.close();
            } catch (Exception failure) {
                // As in production: a failure to close after the job was stopped changes nothing.
                entry.wakeAt = Stepper.IDLE;
            }
        }
    }
}
