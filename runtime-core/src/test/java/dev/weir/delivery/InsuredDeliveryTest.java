package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeliveryStrategy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What two-phase commit gains from a ledger inside the transaction, and from a segment beside it. */
final class InsuredDeliveryTest {
    private final InsuredDestination destination = new InsuredDestination();
    private final ModelJob job = new ModelJob(destination).strategy(DeliveryStrategy.TWO_PHASE_INSURED);

    @Test
    void prefersTheWriteAheadLogToTransactions() {
        assertThat(destination.strategies())
                .containsExactly(
                        DeliveryStrategy.WRITE_AHEAD_LOG,
                        DeliveryStrategy.TWO_PHASE_INSURED,
                        DeliveryStrategy.TWO_PHASE);
    }

    @Test
    void commitsByTheTransactionAndLeavesTheSegmentAlone() {
        ModelJob.Attempt attempt = job.start();
        ModelJob.Checkpoint first = attempt.write(3).checkpoint();
        attempt.checkpoint();
        attempt.write(2).checkpoint();

        assertThat(first.files()).hasSize(1);
        assertThat(job.segments.reads()).isZero();
        assertThat(destination.logged.rows(0)).containsExactly("r0", "r1", "r2", "r3", "r4");
        assertThat(destination.logged.applied())
                .as("the empty unit is in the ledger too")
                .extracting(CommitUnit::sequence)
                .containsExactly(1L, 2L, 3L);
        assertThat(job.counters.value("insuredUnits")).isZero();
    }

    @Test
    void writesALostTransactionAgainFromItsSegment() {
        ModelJob.Attempt attempt = job.start();
        ModelJob.Checkpoint checkpoint = attempt.complete(attempt.write(3).seal());
        destination.dropTransactions();
        attempt.tell(checkpoint);
        attempt.drain();
        attempt.write(1).checkpoint();

        assertThat(destination.logged.rows(0)).containsExactly("r0", "r1", "r2", "r3");
        assertThat(job.counters.value("insuredUnits")).isEqualTo(1);
    }

    @Test
    void writesTransactionsAgainThatWereLostWhileTheJobWasDown() {
        ModelJob.Attempt attempt = job.parallelism(2).start();
        attempt.write(4).seal();
        attempt.complete(attempt.write(4).seal());
        destination.dropTransactions();

        job.parallelism(1).start().write(1).checkpoint();
        assertThat(destination.logged.rows())
                .containsExactlyInAnyOrder("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8");
        assertThat(destination.prepared()).isEmpty();
    }

    @Test
    void abortsWhatNoCheckpointHolds() {
        ModelJob.Attempt first = job.start();
        first.complete(first.write(1).seal());
        ModelJob.Attempt second = job.startWithoutCommits();
        assertThat(destination.prepared()).containsExactly("0/L1/1");
        second.recover();
        assertThat(destination.logged.rows(0)).containsExactly("r0");

        // Prepared, but the crash comes before the checkpoint is complete.
        ModelJob.Checkpoint complete = second.checkpoint();
        second.complete(second.write(1).seal());
        job.restoreFrom(complete);
        job.start();
        assertThat(destination.prepared()).isEmpty();
        assertThat(destination.logged.rows(0)).containsExactly("r0");
    }

    @Test
    void takesOverTheUnitsOfAWriteAheadLog() {
        ModelJob.Attempt logged = job.strategy(DeliveryStrategy.WRITE_AHEAD_LOG).start();
        logged.complete(logged.write(2).seal());

        job.strategy(DeliveryStrategy.TWO_PHASE).start().write(2).checkpoint();
        assertThat(destination.logged.rows(0)).containsExactly("r0", "r1", "r2", "r3");
    }

    @ParameterizedTest
    @EnumSource(names = {"TWO_PHASE", "TWO_PHASE_INSURED"})
    void refusesToLeaveTransactionsBehindForAWriteAheadLog(DeliveryStrategy before) {
        ModelJob.Attempt attempt = job.strategy(before).start();
        attempt.complete(attempt.write(2).seal());

        assertThatThrownBy(() -> job.strategy(DeliveryStrategy.WRITE_AHEAD_LOG).start())
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE))
                .hasMessageContaining("with WRITE_AHEAD_LOG: the checkpoint holds prepared transactions that wait to be"
                        + " committed; start the job with the strategy that it had");
    }

    @Test
    void noticesARewindOfTwoPhaseCommitsByTheirLedger() {
        ModelJob.Attempt attempt = job.strategy(DeliveryStrategy.TWO_PHASE).start();
        ModelJob.Checkpoint old = attempt.write(2).checkpoint();
        attempt.write(2).checkpoint();
        job.restoreFrom(old);

        assertThatThrownBy(job::start)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REWIND))
                .hasMessageContaining("the ledger is ahead of checkpoint 1 by 1 units (2 records)");

        job.policy(RewindPolicy.SKIP_IDENTICAL).start().write(4).checkpoint();
        assertThat(destination.logged.rows(0)).isEqualTo(List.of("r0", "r1", "r2", "r3", "r4", "r5"));
    }
}
