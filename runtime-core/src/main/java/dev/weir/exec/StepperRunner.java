package dev.weir.exec;

import java.time.Duration;
import java.util.List;

/** Runs the steppers of one attempt after another: in threads, or in a simulator. */
interface StepperRunner {
    /** Begins to step all of them. */
    void start(List<? extends Stepper> steppers, FailureListener listener);

    /** Ends and closes all of them; returns when they have ended (true), or after this long. */
    boolean stop(Duration patience) throws InterruptedException;

    /** Learns which stepper failed, in the thread that stepped it. */
    interface FailureListener {
        void onFailure(Stepper stepper, Throwable failure);
    }
}
