package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import org.junit.jupiter.api.Test;

final class DeadLetterBreakerTest {
    private final WeirException refusal =
            new WeirException(ErrorCode.DESTINATION_REJECTED, "Cannot write record 7: too long; shorten it");

    private final TestCounters counters = new TestCounters();

    private DeadLetterBreaker breaker(DeadLetterPolicy policy) {
        return new DeadLetterBreaker(policy, () -> "sink \"out\" of job \"job\"", counters.counter("deadLetters"));
    }

    @Test
    void throwsTheRefusalUnlessLettersAreKept() {
        DeadLetterBreaker breaker = breaker(DeadLetterPolicy.stop());

        assertThat(breaker.areKept()).isFalse();
        assertThatThrownBy(() -> breaker.admit(1, 1000, refusal)).isSameAs(refusal);
    }

    @Test
    void stopsAboveTheShareOfTheWindow() {
        DeadLetterBreaker breaker = breaker(DeadLetterPolicy.keep().stopAbove(0.1, 100));
        assertThat(breaker.areKept()).isTrue();
        breaker.admit(10, 20, refusal);

        assertThatThrownBy(() -> breaker.admit(11, 20, refusal))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_DEAD_LETTERS))
                .hasMessage(
                        "Cannot put another record of sink \"out\" of job \"job\" aside: the destination refuses too"
                                + " many: 11 of the last 100 records, allowed is a share of 0.1; the last one: Cannot write"
                                + " record 7: too long; shorten it; nothing of this unit was written: correct what the records"
                                + " have in common and start the job again, or allow a larger share by"
                                + " DeadLetterPolicy.stopAbove");
    }

    @Test
    void takesTheShareOverAUnitThatIsLargerThanTheWindow() {
        breaker(DeadLetterPolicy.keep().stopAbove(0.1, 100)).admit(100, 1000, refusal);
    }

    @Test
    void countsAUnitThatIsTriedAgainOnce() {
        DeadLetterBreaker breaker = breaker(DeadLetterPolicy.keep().stopAbove(0.1, 100));
        for (int attempt = 0; attempt < 5; attempt++) {
            breaker.admit(8, 50, refusal);
        }
        breaker.committed(50, 8);
        assertThat(counters.value("deadLetters")).isEqualTo(8);

        breaker.admit(2, 50, refusal);
        assertThatThrownBy(() -> breaker.admit(3, 50, refusal)).hasMessageContaining("11 of the last 100 records");
    }

    @Test
    void forgetsWhatIsLongAgo() {
        DeadLetterBreaker breaker = breaker(DeadLetterPolicy.keep().stopAbove(0.1, 100));
        breaker.committed(50, 10);
        for (int unit = 0; unit < 20; unit++) {
            breaker.committed(50, 0);
        }

        breaker.admit(9, 50, refusal);
    }

    @Test
    void refusesASenselessPolicy() {
        assertThatThrownBy(() -> DeadLetterPolicy.keep().stopAbove(1.5, 0))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessage("Cannot keep dead letters: mostShare=1.5, window=0; the share lies between 0 and 1 and the"
                        + " window is at least 1 record");
    }
}
