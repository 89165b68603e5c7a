package dev.weir.exec;

import dev.weir.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each stepper in a thread of its own: the runner of production. */
final class ThreadRunner implements StepperRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadRunner.class);

    private final String jobName;
    private final Clock clock;
    private final List<StepperThread> threads = new ArrayList<>();
    private volatile boolean stopping;

    ThreadRunner(String jobName, Clock clock) {
        this.jobName = jobName;
        this.clock = clock;
    }

    @Override
    public void start(List<? extends Stepper> steppers, FailureListener listener) {
        stopping = false;
        threads.clear();
        for (Stepper stepper : steppers) {
            threads.add(new StepperThread(stepper, listener));
        }
        threads.forEach(Thread::start);
    }

    @Override
    public boolean stop(Duration patience) throws InterruptedException {
        stopping = true;
        for (StepperThread thread : threads) {
            thread.stepper.waker().signal();
        }
        // First a moment to leave of their own accord: an interrupted file channel is closed under its owner.
        long deadline = clock.nanos() + patience.toNanos();
        for (StepperThread thread : threads) {
            thread.join(100);
            if (thread.isAlive()) {
                thread.interrupt();
            }
        }
        boolean allEnded = true;
        for (StepperThread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - clock.nanos());
            thread.join(Math.max(1, left));
            if (thread.isAlive()) {
                allEnded = false;
                LOG.warn(
                        "Thread \"{}\" did not end within {}; it is left behind, fenced by the next attempt",
                        thread.getName(),
                        patience);
            }
        }
        return allEnded;
    }

    private final class StepperThread extends Thread {
        private final Stepper stepper;
        private final FailureListener listener;

        StepperThread(Stepper stepper, FailureListener listener) {
            super("weir " + jobName + ": " + stepper.name());
            this.stepper = stepper;
            this.listener = listener;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                Waker waker = stepper.waker();
                while (!stopping) {
                    if (stepper.step() == 0) {
                        continue;
                    }
                    waker.announceSleep();
                    long wait = stopping ? 0 : stepper.step();
                    if (wait == 0) {
                        waker.retractSleep();
                    } else {
                        waker.sleep(wait);
                    }
                }
            } catch (Throwable failure) {
                if (!stopping) {
                    listener.onFailure(stepper, failure);
                }
            } finally {
                closeStepper();
            }
        }

        private void closeStepper() {
            try {
                stepper.close();
            } catch (Throwable failure) {
                if (!stopping) {
                    listener.onFailure(stepper, failure);
                } else {
                    LOG.warn("Cannot close \"{}\" after the job was stopped", getName(), failure);
                }
            }
        }
    }
}
