package dev.weir.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.error.ErrorCode;
import dev.weir.error.Faults;
import dev.weir.error.WeirException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class RestartBudgetTest {
    private static final long MILLI = 1_000_000;

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void noneNeverRestarts() {
        assertThat(RestartStrategy.none().budget().afterFailure(0)).isEqualTo(RestartBudget.EXHAUSTED);
    }

    @Test
    void fixedDelayRestartsSoManyTimes() {
        RestartBudget budget = RestartStrategy.fixedDelay(2, millis(5)).budget();

        assertThat(List.of(budget.afterFailure(0), budget.afterFailure(1), budget.afterFailure(2)))
                .containsExactly(5 * MILLI, 5 * MILLI, RestartBudget.EXHAUSTED);
    }

    @Test
    void exponentialBackoffGrowsToItsMaximum() {
        RestartBudget budget = RestartStrategy.exponentialBackoff(millis(10), millis(35), 2, 4, millis(1000))
                .budget();

        assertThat(List.of(
                        budget.afterFailure(0),
                        budget.afterFailure(1),
                        budget.afterFailure(2),
                        budget.afterFailure(3),
                        budget.afterFailure(4)))
                .containsExactly(10 * MILLI, 20 * MILLI, 35 * MILLI, 35 * MILLI, RestartBudget.EXHAUSTED);
    }

    @Test
    void exponentialBackoffBeginsAnewAfterALongRun() {
        RestartBudget budget = RestartStrategy.exponentialBackoff(millis(10), millis(35), 2, 2, millis(1000))
                .budget();
        budget.afterFailure(0);
        budget.afterFailure(0);

        // The second restart is due after 20 ms; a long run is counted from there.
        assertThat(budget.afterFailure(1019 * MILLI)).isEqualTo(RestartBudget.EXHAUSTED);
        assertThat(budget.afterFailure(1020 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void failureRateForgetsOldFailures() {
        RestartBudget budget =
                RestartStrategy.failureRate(2, millis(100), millis(1)).budget();

        assertThat(budget.afterFailure(0)).isEqualTo(MILLI);
        assertThat(budget.afterFailure(50 * MILLI)).isEqualTo(MILLI);
        assertThat(budget.afterFailure(100 * MILLI)).isEqualTo(MILLI);
        assertThat(budget.afterFailure(149 * MILLI)).isEqualTo(RestartBudget.EXHAUSTED);
    }

    @Test
    void reportsEverythingThatMakesAStrategyUnusable() {
        Faults faults = new Faults();
        RestartStrategy.exponentialBackoff(millis(0), millis(-1), 0.5, 0, millis(-1))
                .check(faults);
        RestartStrategy.fixedDelay(0, millis(-1)).check(faults);
        RestartStrategy.failureRate(0, millis(0), millis(-1)).check(faults);

        Assertions.assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> faults.throwIfAny(ErrorCode.INVALID_JOB, "Cannot"))
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .containsExactly(
                                "Cannot: 10 faults:",
                                "  - restartStrategy: initial delay is 0 ms; must be positive",
                                "  - restartStrategy: max delay is -1 ms; must be at least the initial one (0 ms)",
                                "  - restartStrategy: multiplier is 0.5; must be from 1 to 100",
                                "  - restartStrategy: attempts is 0; must be at least 1",
                                "  - restartStrategy: resetAfter is -1 ms; must not be negative",
                                "  - restartStrategy: attempts is 0; must be at least 1",
                                "  - restartStrategy: delay is -1 ms; must not be negative",
                                "  - restartStrategy: maxFailures is 0; must be at least 1",
                                "  - restartStrategy: interval is 0 ms; must be positive",
                                "  - restartStrategy: delay is -1 ms; must not be negative"));
    }

    @Test
    void describesItself() {
        assertThat(RestartStrategy.none().description()).isEqualTo("none");
        assertThat(RestartStrategy.fixedDelay(3, millis(1500)).description())
                .isEqualTo("3 at most, each after 1500 ms");
        assertThat(RestartStrategy.exponentialBackoff(millis(100), Duration.ofSeconds(10))
                        .description())
                .isEqualTo("10 at most without 1 min of running between, after 100 ms growing to 10 s");
        assertThat(RestartStrategy.failureRate(3, Duration.ofMinutes(5), millis(0))
                        .description())
                .isEqualTo("after 0 ms, as long as at most 3 failures happen in 5 min");
    }
}
