package dev.weir.consistency.live;

import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of foreign code that may hang: each in a thread of its own, which is left behind if it does. */
final class Bounded {
    private Bounded() {}

    /** Something did not come to an end in time. */
    static final class StuckException extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        StuckException(String message) {
            super(message);
        }
    }

    /** A call with no result. */
    interface Action {
        void run() throws Exception;
    }

    static void run(String what, Duration limit, Action action) throws Exception {
        call(what, limit, () -> {
            action.run();
            return true;
        });
    }

    /**
     * The result of a call.
     *
     * @param what in the infinitive, for messages, for example {@code read the destination}
     * @throws StuckException if it does not return within the limit
     */
    static <T> T call(String what, Duration limit, Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "weir-suite: " + what);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String place = ThreadPlaces.of(thread);
            thread.interrupt();
            throw new StuckException(
                    "Cannot " + what + ": it did not end within " + limit.toSeconds() + " s: " + place);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
