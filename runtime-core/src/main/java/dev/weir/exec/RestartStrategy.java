package dev.weir.exec;

import dev.weir.error.Faults;
import dev.weir.time.Durations;
import java.time.Duration;

/** Whether and when a job that failed is started again from its last checkpoint. Immutable. */
public sealed interface RestartStrategy {
    /** Never again. */
    static RestartStrategy none() {
        return new None();
    }

    /** At most {@code attempts} restarts, each after the same delay. */
    static RestartStrategy fixedDelay(int attempts, Duration delay) {
        return new FixedDelay(attempts, delay);
    }

    /** Delays that double from {@code initial} to {@code max}; ten restarts, counted anew after a minute without failure. */
    static RestartStrategy exponentialBackoff(Duration initial, Duration max) {
        return new ExponentialBackoff(initial, max, 2, 10, Duration.ofMinutes(1));
    }

    /**
     * Delays that grow by {@code multiplier} from {@code initial} to {@code max}.
     *
     * @param attempts the most restarts in a row
     * @param resetAfter how long a job must run without failure for delay and attempts to begin anew
     */
    static RestartStrategy exponentialBackoff(
            Duration initial, Duration max, double multiplier, int attempts, Duration resetAfter) {
        return new ExponentialBackoff(initial, max, multiplier, attempts, resetAfter);
    }

    /** Restarts after {@code delay} unless more than {@code maxFailures} happened within {@code interval}. */
    static RestartStrategy failureRate(int maxFailures, Duration interval, Duration delay) {
        return new FailureRate(maxFailures, interval, delay);
    }

    /** A new count of failures, for one job. */
    RestartBudget budget();

    /** Reports each thing that makes the strategy unusable. */
    void check(Faults faults);

    /** For plans and logs, for example {@code 3 at most, each after 1 s}. */
    String description();

    /** See {@link #none()}. */
    record None() implements RestartStrategy {
        @Override
        public RestartBudget budget() {
            return now -> RestartBudget.EXHAUSTED;
        }

        @Override
        public void check(Faults faults) {}

        @Override
        public String description() {
            return "none";
        }
    }

    /** See {@link #fixedDelay}. */
    record FixedDelay(int attempts, Duration delay) implements RestartStrategy {
        @Override
        public RestartBudget budget() {
            return new FixedDelayBudget(this);
        }

        @Override
        public void check(Faults faults) {
            faults.addIf(attempts < 1, () -> "restartStrategy: attempts is " + attempts + "; must be at least 1");
            faults.addIf(
                    delay.isNegative(),
                    () -> "restartStrategy: delay is " + Durations.words(delay) + "; must not be negative");
        }

        @Override
        public String description() {
            return attempts + " at most, each after " + Durations.words(delay);
        }
    }

    /** See {@link #exponentialBackoff(Duration, Duration, double, int, Duration)}. */
    record ExponentialBackoff(Duration initial, Duration max, double multiplier, int attempts, Duration resetAfter)
            implements RestartStrategy {
        @Override
        public RestartBudget budget() {
            return new ExponentialBackoffBudget(this);
        }

        @Override
        public void check(Faults faults) {
            faults.addIf(
                    initial.isNegative() || initial.isZero(),
                    () -> "restartStrategy: initial delay is " + Durations.words(initial) + "; must be positive");
            faults.addIf(
                    max.compareTo(initial) < 0,
                    () -> "restartStrategy: max delay is " + Durations.words(max)
                            + "; must be at least the initial one (" + Durations.words(initial) + ")");
            faults.addIf(
                    !(multiplier >= 1 && multiplier <= 100),
                    () -> "restartStrategy: multiplier is " + multiplier + "; must be from 1 to 100");
            faults.addIf(attempts < 1, () -> "restartStrategy: attempts is " + attempts + "; must be at least 1");
            faults.addIf(
                    resetAfter.isNegative(),
                    () -> "restartStrategy: resetAfter is " + Durations.words(resetAfter) + "; must not be negative");
        }

        @Override
        public String description() {
            return attempts + " at most without " + Durations.words(resetAfter) + " of running between, after "
                    + Durations.words(initial) + " growing to " + Durations.words(max);
        }
    }

    /** See {@link #failureRate}. */
    record FailureRate(int maxFailures, Duration interval, Duration delay) implements RestartStrategy {
        @Override
        public RestartBudget budget() {
            return new FailureRateBudget(this);
        }

        @Override
        public void check(Faults faults) {
            faults.addIf(
                    maxFailures < 1, () -> "restartStrategy: maxFailures is " + maxFailures + "; must be at least 1");
            faults.addIf(
                    interval.isNegative() || interval.isZero(),
                    () -> "restartStrategy: interval is " + Durations.words(interval) + "; must be positive");
            faults.addIf(
                    delay.isNegative(),
                    () -> "restartStrategy: delay is " + Durations.words(delay) + "; must not be negative");
        }

        @Override
        public String description() {
            return "after " + Durations.words(delay) + ", as long as at most " + maxFailures + " failures happen in "
                    + Durations.words(interval);
        }
    }
}
