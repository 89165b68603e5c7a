package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.delivery.ModelDestination.Trouble;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.LedgerEntry;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The job is started from a point that the destination has left behind, or the destination from one that the job has. */
final class RewindTest {
    private final ModelDestination destination = new ModelDestination();
    private final ModelJob job = new ModelJob(destination);

    /** After 5 records a checkpoint, which is returned; after 9 and 12 two more; all are committed. */
    private ModelJob.Checkpoint runAhead() {
        ModelJob.Attempt attempt = job.start();
        ModelJob.Checkpoint old = attempt.write(5).checkpoint();
        attempt.write(4).checkpoint();
        attempt.write(3).checkpoint();
        return old;
    }

    private static void assertRewind(ThrowingCallable start, String message) {
        assertThatThrownBy(start)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REWIND))
                .hasMessageContaining(message);
    }

    private static List<String> records(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "r" + i).toList();
    }

    @Test
    void refusesAnOlderCheckpointAndSaysByHowMuch() {
        job.restoreFrom(runAhead());
        String digest = Long.toHexString(destination.entry(0).digest());
        String digestOfOld = Long.toHexString(destination.applied().get(0).digest());

        assertRewind(
                job::start,
                "Cannot start shard 0 of sink \"out\" of job \"job\": the ledger is ahead of checkpoint 1 by 2 units"
                        + " (7 records): ledger [lineage=L1 sequence=3 position=12 digest=" + digest
                        + "], checkpoint 1 [lineage=L1 sequence=1 position=5 digest=" + digestOfOld
                        + "] with 1 units pending; restore the newest checkpoint, or choose"
                        + " RewindPolicy.SKIP_IDENTICAL (skips the records that the destination already has, as long as"
                        + " the job produces them again unchanged) or RewindPolicy.FORK (goes on in a new lineage;"
                        + " records after the checkpoint arrive a second time)");
        assertThat(destination.rows(0)).isEqualTo(records(0, 12));
    }

    @Test
    void refusesAFreshStartOnALedgerThatHoldsUnits() {
        runAhead();
        job.restoreFrom(null);

        assertRewind(
                job::start,
                "Cannot start shard 0 of sink \"out\" of job \"job\": the job starts fresh, but the ledger holds 3"
                        + " units of an earlier start: ledger [lineage=L1 sequence=3 position=12 digest=");
    }

    @Test
    void refusesALedgerOfAnotherLineage() {
        ModelJob.Checkpoint old = runAhead();
        destination.setEntry(0, new LedgerEntry(1, "other", 1, 5, 42));
        job.restoreFrom(old);

        assertRewind(job::start, "the ledger holds units of another lineage than checkpoint 1: ");
    }

    @Test
    void refusesAnotherUnitUnderTheSameNumber() {
        ModelJob.Checkpoint old = runAhead();
        LedgerEntry first = LedgerEntry.empty(1).after(destination.applied().get(0));
        destination.setEntry(
                0, new LedgerEntry(1, first.lineage(), first.sequence(), first.position(), first.digest() + 1));
        job.restoreFrom(old);

        assertRewind(job::start, "the ledger holds another unit under a number that checkpoint 1 has given: ");
    }

    @Test
    void skipsTheSameRecordsThoughTheUnitsEndElsewhere() {
        job.restoreFrom(runAhead());
        ModelJob.Attempt attempt = job.policy(RewindPolicy.SKIP_IDENTICAL).start();
        attempt.write(2).checkpoint();
        attempt.checkpoint();
        attempt.write(9).checkpoint();
        attempt.write(1).checkpoint();

        assertThat(destination.rows(0)).isEqualTo(records(0, 17));
        assertThat(destination.entry(0).position()).isEqualTo(17);
    }

    @Test
    void skipsAfterAFreshStartToo() {
        runAhead();
        job.restoreFrom(null);
        ModelJob.Attempt attempt = job.policy(RewindPolicy.SKIP_IDENTICAL).start();
        attempt.write(20).checkpoint();

        assertThat(destination.rows(0)).isEqualTo(records(0, 20));
        assertThat(destination.entry(0).lineage()).isEqualTo("L2");
    }

    @Test
    void goesOnSkippingAfterACrash() {
        job.restoreFrom(runAhead());
        job.policy(RewindPolicy.SKIP_IDENTICAL).start().write(3).checkpoint();
        job.policy(RewindPolicy.FAIL).start().write(2).checkpoint();
        job.start().write(5).checkpoint();

        assertThat(destination.rows(0)).isEqualTo(records(0, 15));
    }

    @Test
    void continuesWithoutSkippingWhenTheStreamIsWhereTheLedgerIs() {
        ModelJob.Checkpoint newest = runAheadAndReturnNewest();
        destination.setEntry(
                0,
                new LedgerEntry(
                        1,
                        "other",
                        7,
                        destination.entry(0).position(),
                        destination.entry(0).digest()));
        job.restoreFrom(newest);
        job.policy(RewindPolicy.SKIP_IDENTICAL).start().write(2).checkpoint();

        assertThat(destination.rows(0)).isEqualTo(records(0, 14));
        assertThat(destination.entry(0).sequence()).isEqualTo(8);
    }

    private ModelJob.Checkpoint runAheadAndReturnNewest() {
        runAhead();
        return job.newest();
    }

    @Test
    void stopsSkippingWhenTheRecordsDiffer() {
        job.restoreFrom(runAhead());
        ModelJob.Attempt attempt =
                job.policy(RewindPolicy.SKIP_IDENTICAL).prefix("other").start();
        attempt.write(6);

        assertRewind(
                () -> attempt.write(1),
                "Cannot skip what shard 0 of sink \"out\" of job \"job\" has committed already: 12 records were"
                        + " produced again, and they are not the ones at the destination: lineage=L1, digest ");
        assertThat(destination.rows(0)).isEqualTo(records(0, 12));
    }

    @Test
    void stopsSkippingWhenTheInputEndsTooEarly() {
        job.restoreFrom(runAhead());
        ModelJob.Attempt attempt = job.policy(RewindPolicy.SKIP_IDENTICAL).start();
        attempt.write(6);

        assertRewind(
                () -> attempt.delivery().endInput(),
                "the input ended after 11 records, and the destination has 12 of this shard");
    }

    @Test
    void endsAnInputThatWasProducedAgainInFull() {
        job.restoreFrom(runAhead());
        ModelJob.Attempt attempt = job.policy(RewindPolicy.SKIP_IDENTICAL).start();
        attempt.write(7);

        attempt.delivery().endInput();
        attempt.checkpoint();
        assertThat(destination.rows(0)).isEqualTo(records(0, 12));
    }

    @Test
    void refusesToSkipInAShardThatNobodyFills() {
        ModelJob.Attempt attempt = job.parallelism(2).start();
        ModelJob.Checkpoint old = attempt.write(4).checkpoint();
        attempt.write(4).checkpoint();
        job.restoreFrom(old);

        assertRewind(
                () -> job.parallelism(1).policy(RewindPolicy.SKIP_IDENTICAL).start(),
                "Cannot start shard 1 of sink \"out\" of job \"job\": the ledger is ahead of checkpoint 1 by 1 units"
                        + " (2 records), and SKIP_IDENTICAL cannot compare, since no subtask fills this shard at"
                        + " parallelism 1: ");
    }

    @Test
    void refusesToSkipWhenTheLedgersStreamEndsBeforeTheCheckpoints() {
        ModelJob.Checkpoint old = runAhead();
        destination.setEntry(0, new LedgerEntry(1, "other", 9, 3, 42));
        job.restoreFrom(old);

        assertRewind(
                () -> job.policy(RewindPolicy.SKIP_IDENTICAL).start(),
                "SKIP_IDENTICAL cannot compare, since the ledger's stream ends 2 records before the checkpoint's");
    }

    @Test
    void refusesToSkipWhenTheDestinationHoldsOtherRecords() {
        ModelJob.Checkpoint old = runAhead();
        destination.setEntry(0, new LedgerEntry(1, "other", 9, 5, 42));
        job.restoreFrom(old);

        assertRewind(
                () -> job.policy(RewindPolicy.SKIP_IDENTICAL).start(),
                "SKIP_IDENTICAL found other records at the destination than in the checkpoint");
    }

    @Test
    void forksIntoANewLineageAndDeliversAgain() {
        job.restoreFrom(runAhead());
        ModelJob.Attempt attempt = job.policy(RewindPolicy.FORK).start();
        attempt.write(8).checkpoint();

        assertThat(destination.rows(0).subList(0, 12)).isEqualTo(records(0, 12));
        assertThat(destination.rows(0).subList(12, 20)).isEqualTo(records(5, 13));
        assertThat(destination.entry(0).lineage()).isEqualTo("L2");
        assertThat(destination.entry(0).sequence()).isEqualTo(4);
        assertThat(destination.entry(0).position()).isEqualTo(13);
    }

    @Test
    void losesNothingThatTheCheckpointPromisedWhenItForksAwayFromAnotherLineage() {
        ModelJob.Attempt attempt = job.start();
        attempt.write(2).checkpoint();
        attempt.seal();
        ModelJob.Checkpoint pending = attempt.complete(attempt.write(3).seal());
        destination.setEntry(0, new LedgerEntry(1, "other", 20, 100, 42));
        job.restoreFrom(pending);

        job.policy(RewindPolicy.FORK).start().write(1).checkpoint();
        assertThat(destination.rows(0)).isEqualTo(records(0, 6));
        assertThat(destination.entry(0).sequence()).isEqualTo(22);

        job.start().write(1).checkpoint();
        assertThat(destination.rows(0)).isEqualTo(records(0, 7));
    }

    @Test
    void forksAgainAfterACrashBeforeTheFirstCheckpointOfTheFork() {
        ModelJob.Checkpoint old = runAhead();
        job.restoreFrom(old);
        job.policy(RewindPolicy.FORK).start().write(3);
        job.start().write(7).checkpoint();

        assertThat(destination.rows(0).subList(12, 19)).isEqualTo(records(5, 12));
        assertThat(destination.entry(0).lineage()).isEqualTo("L3");
    }

    @Test
    void recoversFromTheForksOwnCheckpointWithoutDuplicates() {
        job.restoreFrom(runAhead());
        ModelJob.Attempt fork = job.policy(RewindPolicy.FORK).start();
        fork.complete(fork.write(3).seal());
        job.start().write(2).checkpoint();

        assertThat(destination.rows(0).subList(12, 17)).isEqualTo(records(5, 10));
    }

    @Test
    void needsNoPolicyWhenTheLedgerHasSomeOfThePendingUnits() {
        ModelJob.Attempt attempt = job.start();
        attempt.complete(attempt.write(2).seal());
        ModelJob.Sealed second = attempt.write(2).seal();
        ModelJob.Checkpoint checkpoint = attempt.complete(second);
        attempt.tell(checkpoint);
        destination.meets(Trouble.REPLY_LOST);
        attempt.delivery().step();
        assertThat(destination.rows(0)).isEqualTo(records(0, 2));

        job.start();
        assertThat(destination.rows(0)).isEqualTo(records(0, 4));
    }

    @Test
    void refusesAnEmptyLedgerWhenUnitsWereCommitted() {
        job.start().write(2).checkpoint();
        job.start().write(2).checkpoint();
        destination.dropLedger();

        assertThatThrownBy(job::start)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_LOST))
                .hasMessageStartingWith("Cannot start shard 0 of sink \"out\" of job \"job\": its ledger is empty,"
                        + " though 1 units were committed: ledger [lineage=none sequence=0 position=0 digest=0],"
                        + " checkpoint 2 [lineage=L1 sequence=2 position=4 ")
                .hasMessageEndingWith("check that the job addresses the right destination, that its name and the sink's"
                        + " uid are the ones it had, and that nobody dropped its ledger; if the destination was restored"
                        + " from a backup, start the job from a checkpoint or savepoint of that time; if this is a copy"
                        + " of the job with a ledger of its own, choose RewindPolicy.FORK");
    }

    @Test
    void forksIntoAnEmptyLedgerOfItsOwn() {
        job.start().write(2).checkpoint();
        ModelJob.Attempt first = job.start();
        first.complete(first.write(2).seal());
        destination.dropLedger();

        job.policy(RewindPolicy.FORK).start().write(1).checkpoint();
        assertThat(destination.rows(0)).isEqualTo(records(0, 5));
        assertThat(destination.entry(0).lineage()).isEqualTo("L2");
    }

    @Test
    void refusesEarlyWhatItWouldRefuseAfterTheFence() {
        ModelJob.Checkpoint old = job.start().write(2).checkpoint();
        job.start().write(2).checkpoint();
        LedgerEntry before = destination.entry(0);
        job.restoreFrom(old);

        assertThatThrownBy(job::look)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REWIND))
                .hasMessageContaining("the ledger is ahead of checkpoint 1 by 1 units (2 records)");
        job.restoreFrom(null);
        assertThatThrownBy(job::look).hasMessageContaining("the job starts fresh, but the ledger holds 2 units");
        assertThat(destination.entry(0)).as("nobody was fenced").isEqualTo(before);
        assertThat(job.policy(RewindPolicy.FORK).look())
                .as("the highest attempt")
                .isEqualTo(2);
    }

    @Test
    void refusesALedgerThatWentBackWhateverThePolicy() {
        runAhead();
        LedgerEntry first = LedgerEntry.empty(1).after(destination.applied().get(0));
        for (RewindPolicy policy : RewindPolicy.values()) {
            destination.setEntry(0, first);
            assertThatThrownBy(() -> job.policy(policy).start())
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_LOST))
                    .hasMessageContaining("its ledger went back by 1 committed units");
            destination.setEntry(0, first);
        }
    }

    @Test
    void startsAShardThatWasNeverFilledAtItsFirstUnit() {
        job.start().write(1).checkpoint();
        job.parallelism(2).start().write(2).checkpoint();

        assertThat(destination.entry(1).sequence()).isEqualTo(1);
        assertThat(destination.rows(1)).hasSize(1);
    }
}
