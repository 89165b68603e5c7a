package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.sink.DeliveryStrategy;
import org.junit.jupiter.api.Test;

/** A shard that is both ports at once, and transactions that take encoded records. */
final class InsuredShardTest {
    private final EagerDestination destination = new EagerDestination();
    private final ModelJob job = new ModelJob(destination).strategy(DeliveryStrategy.TWO_PHASE_INSURED);

    @Test
    void isOpenedFencedAndClosedOnce() {
        ModelJob.Attempt attempt = job.start();
        int filled = destination.fenced;
        attempt.close();
        assertThat(destination.opened).isEqualTo(filled);
        assertThat(destination.closed).isEqualTo(filled);
    }

    @Test
    void takesTheBytesOfEachRecord() {
        ModelJob.Attempt attempt = job.start();
        attempt.write(3).checkpoint();
        attempt.write(20_000).checkpoint();
        assertThat(destination.logged.rows(0))
                .hasSize(20_003)
                .startsWith("r0", "r1", "r2")
                .endsWith("r20002");
        assertThat(job.counters.value("insuredUnits")).isZero();
    }

    @Test
    void isAskedToApplyWhatItHasGivenUp() {
        destination.givesUp = true;
        ModelJob.Attempt attempt = job.start();
        attempt.write(3).checkpoint();
        attempt.write(2).checkpoint();
        assertThat(destination.logged.rows(0)).containsExactly("r0", "r1", "r2", "r3", "r4");
        assertThat(job.counters.value("insuredUnits")).isEqualTo(2);
    }

    @Test
    void holdsTheInputBackWhileItIsFullAndTheCommitOfTheUnitBeforeIsOnItsWay() {
        destination.isFull = true;
        ModelJob.Attempt attempt = job.start();
        attempt.write(1);
        assertThat(attempt.delivery().mayWrite()).isTrue();

        ModelJob.Sealed sealed = attempt.seal();
        assertThat(attempt.delivery().mayWrite()).isTrue();
        attempt.write(1);
        assertThat(attempt.delivery().mayWrite()).isFalse();

        attempt.tell(attempt.complete(sealed));
        assertThat(attempt.delivery().mayWrite()).isFalse();

        attempt.delivery().step();
        assertThat(attempt.delivery().mayWrite()).isTrue();
    }

    @Test
    void doesNotHoldTheInputBackForACheckpointThatWasAborted() {
        destination.isFull = true;
        ModelJob.Attempt attempt = job.start();
        attempt.write(1);
        ModelJob.Sealed sealed = attempt.seal();
        attempt.write(1);
        attempt.delivery().checkpointAborted(sealed.id());
        assertThat(attempt.delivery().mayWrite())
                .as("only another barrier gets the unit out of the way")
                .isTrue();

        attempt.tell(attempt.complete(attempt.seal()));
        attempt.write(1);
        assertThat(attempt.delivery().mayWrite()).isFalse();
        attempt.delivery().step();
        attempt.delivery().step();
        assertThat(attempt.delivery().mayWrite()).isTrue();
        assertThat(destination.logged.rows(0)).containsExactly("r0", "r1");
    }

    @Test
    void sinkSaysWhyItLeavesAStrategyOut() {
        assertThatThrownBy(() -> Deliveries.require(destination, DeliveryStrategy.TWO_PHASE))
                .hasMessage(
                        "Cannot deliver to sink eager by TWO_PHASE: transactions end with their process; be insured");
        assertThatThrownBy(() -> Deliveries.require(destination, DeliveryStrategy.AT_LEAST_ONCE))
                .hasMessage(
                        "Cannot deliver to sink eager by AT_LEAST_ONCE: as it is configured it does not support this"
                                + " strategy: it supports [TWO_PHASE_INSURED, WRITE_AHEAD_LOG]; choose one of these");
    }
}
