package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.delivery.ModelTransactions.Trouble;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TwoPhaseDeliveryTest {
    private final ModelTransactions destination = new ModelTransactions();
    private final ModelJob job = new ModelJob(destination);

    @Test
    void opensATransactionAtTheFirstRecordOnly() {
        ModelJob.Attempt attempt = job.start();
        attempt.checkpoint();
        assertThat(destination.open()).isEmpty();

        attempt.write(2);
        assertThat(destination.open()).containsExactly("0/1/L1/2");
    }

    @Test
    void writesIntoTheNextTransactionWhileTheLastIsStillToBePrepared() {
        ModelJob.Attempt attempt = job.start();
        ModelJob.Sealed sealed = attempt.write(2).seal();
        attempt.write(2);
        assertThat(destination.open()).containsExactly("0/1/L1/1", "0/1/L1/2");

        ModelJob.Checkpoint checkpoint = attempt.complete(sealed);
        assertThat(destination.prepared()).containsExactly("0/1/L1/1");
        assertThat(destination.rows()).isEmpty();

        attempt.tell(checkpoint);
        attempt.drain();
        assertThat(destination.rows()).containsExactly("r0", "r1");
    }

    @Test
    void commitsAUnitWhoseCheckpointWasGivenUpWithTheNextOne() {
        ModelJob.Attempt attempt = job.start();
        attempt.write(2).seal();
        attempt.write(2).checkpoint();

        assertThat(destination.rows()).containsExactly("r0", "r1", "r2", "r3");
    }

    @Test
    void repeatsACommitUntilItsReplyArrives() {
        ModelJob.Attempt attempt = job.start();
        destination.meets(Trouble.BUSY, Trouble.UNREACHABLE, Trouble.REPLY_LOST);
        attempt.write(2).checkpoint();

        assertThat(destination.rows()).containsExactly("r0", "r1");
    }

    @Test
    void failsWithWhatIsMissingWhenATransactionIsGone() {
        ModelJob.Attempt attempt = job.start();
        attempt.complete(attempt.write(2).seal());
        attempt.tell(attempt.complete(attempt.write(2).seal()));
        destination.meets(Trouble.GONE);

        assertThatThrownBy(() -> attempt.delivery().step())
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_LOST))
                .hasMessage("Cannot commit units 1 to 2 of shard 0 of sink \"out\" of job \"job\": transaction 0/1/L1/1"
                        + " is gone: 4 records of lineage L1, checkpoint 1; the destination had the only copy (`weir tx"
                        + " list` shows what it still has): restore what it lost there, or start the job from an older checkpoint and accept that other records"
                        + " arrive again; TWO_PHASE_INSURED keeps a copy of its own");
    }

    @Test
    void commitsTheCheckpointsTransactionsAndAbortsAllOthersBeforeRecordsFlow() {
        ModelJob.Attempt first = job.parallelism(3).start();
        first.complete(first.write(3).seal());
        first.write(3).seal();
        first.write(3);
        destination.meets(Trouble.BUSY);

        ModelJob.Attempt second = job.parallelism(1).startWithoutCommits();
        assertThat(second.delivery().recovered()).isFalse();
        second.recover();

        assertThat(destination.rows()).containsExactlyInAnyOrder("r0", "r1", "r2");
        assertThat(destination.open()).isEmpty();
        assertThat(destination.prepared()).isEmpty();
    }

    @Test
    void triesAgainToAbort() {
        destination.meets(Trouble.UNREACHABLE);
        job.start();
        assertThat(job.clock.nanos()).isGreaterThan(50_000_000);
    }

    @Test
    void refusesAZombie() {
        ModelJob.Attempt zombie = job.start();
        ModelJob.Sealed sealed = zombie.write(2).seal();
        ModelJob.Checkpoint checkpoint = zombie.complete(sealed);
        ModelJob.Sealed second = zombie.write(2).seal();
        zombie.tell(checkpoint);
        job.start();

        assertThatThrownBy(() -> zombie.delivery().step()).isInstanceOf(WeirException.class);
        assertThatThrownBy(() -> zombie.complete(second)).isInstanceOf(WeirException.class);
        assertThat(destination.rows()).containsExactly("r0", "r1");
    }

    @Test
    void failsEveryLaterSnapshotWhenATransactionCannotBePrepared() {
        ModelJob.Attempt attempt =
                job.faults(new CrashPoint(Label.PREPARE_BEFORE, 1)).start();
        ModelJob.Sealed first = attempt.write(2).seal();
        ModelJob.Sealed second = attempt.write(2).seal();

        assertThatThrownBy(() -> attempt.complete(first)).isInstanceOf(CrashPoint.Crash.class);
        assertThatThrownBy(() -> attempt.complete(second)).isInstanceOf(CrashPoint.Crash.class);
    }

    @Test
    void abortsTheOpenTransactionWhenItIsClosed() {
        ModelJob.Attempt attempt = job.start();
        attempt.complete(attempt.write(2).seal());
        attempt.write(2).close();
        attempt.close();

        assertThat(destination.open()).isEmpty();
        assertThat(destination.prepared()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "PREPARE_BEFORE",
                "PREPARE_AFTER",
                "COMMIT_BEFORE_APPLY",
                "COMMIT_BEFORE_RECORDED",
                "IN_DOUBT_BEFORE_LOOKUP",
                "ABORT_BEFORE"
            })
    void deliversExactlyOnceWhicheverLineACrashHits(Label label) {
        int occurrence = 0;
        boolean hit = true;
        while (hit) {
            occurrence++;
            CrashPoint crash = new CrashPoint(label, occurrence);
            ModelTransactions database = new ModelTransactions();
            ModelJob crashing = new ModelJob(database).parallelism(2).faults(crash);
            database.meets(Trouble.REPLY_LOST, Trouble.BUSY);
            if (!runAttempt(crashing)) {
                assertThat(runAttempt(crashing.faults(FaultInjector.NONE))).isTrue();
            }
            assertThat(database.rows()).as("%s %s", label, occurrence).containsExactlyInAnyOrderElementsOf(records(10));
            hit = crash.wasHit();
        }
        assertThat(occurrence).isGreaterThan(1);
    }

    private static boolean runAttempt(ModelJob job) {
        try {
            ModelJob.Attempt attempt = job.start();
            for (int step = 0; attempt.sourcePosition() < 10; step++) {
                attempt.write(1);
                if (step % 3 == 0) {
                    attempt.seal();
                }
                attempt.write(attempt.sourcePosition() < 10 ? 1 : 0);
                attempt.checkpoint();
            }
            attempt.checkpoint();
            return true;
        } catch (CrashPoint.Crash e) {
            return false;
        }
    }

    private static List<String> records(int count) {
        return IntStream.range(0, count).mapToObj(i -> "r" + i).toList();
    }
}
