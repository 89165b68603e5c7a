package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.delivery.ModelDestination.Trouble;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WriteAheadLogDeliveryTest {
    private final ModelDestination destination = new ModelDestination();
    private final ModelJob job = new ModelJob(destination);

    @Test
    void showsRecordsOnlyWhenTheirCheckpointIsComplete() {
        ModelJob.Attempt attempt = job.start();
        ModelJob.Sealed sealed = attempt.write(3).seal();
        ModelJob.Checkpoint checkpoint = attempt.complete(sealed);

        assertThat(attempt.delivery().step()).isEqualTo(Delivery.IDLE);
        assertThat(destination.rows()).isEmpty();

        attempt.tell(checkpoint);
        assertThat(attempt.delivery().drained()).isFalse();
        attempt.drain();
        assertThat(destination.rows(0)).containsExactly("r0", "r1", "r2");
    }

    @Test
    void numbersUnitsWithoutGapAndCountsTheStream() {
        ModelJob.Attempt attempt = job.start();
        attempt.write(3).checkpoint();
        attempt.checkpoint();
        attempt.write(2).checkpoint();

        assertThat(destination.applied()).extracting(CommitUnit::sequence).containsExactly(1L, 2L, 3L);
        assertThat(destination.applied()).extracting(CommitUnit::recordCount).containsExactly(3L, 0L, 2L);
        assertThat(destination.applied()).extracting(CommitUnit::position).containsExactly(3L, 3L, 5L);
        assertThat(destination.applied().get(1).digest())
                .isEqualTo(destination.applied().get(0).digest());
    }

    @Test
    void writesNoFileForAnEmptyUnit() {
        ModelJob.Attempt attempt = job.start();
        ModelJob.Checkpoint checkpoint = attempt.checkpoint();

        assertThat(checkpoint.files()).isEmpty();
        assertThat(job.segments.created()).isEmpty();
    }

    @Test
    void namesSegmentsForSinkShardAttemptAndSequence() {
        ModelJob.Attempt attempt = job.start();
        attempt.checkpoint();

        assertThat(attempt.write(1).checkpoint().files()).containsExactly("segment-out-s0-a1-q2-0");
    }

    @Test
    void commitsTheUnitOfACheckpointThatWasGivenUpWithTheNextOne() {
        ModelJob.Attempt attempt = job.start();
        attempt.write(2).seal();
        ModelJob.Checkpoint second = attempt.write(2).checkpoint();

        assertThat(second.files()).hasSize(2);
        assertThat(destination.applied()).extracting(CommitUnit::sequence).containsExactly(1L, 2L);
        assertThat(destination.rows(0)).containsExactly("r0", "r1", "r2", "r3");
    }

    @Test
    void listsAUnitInEveryCheckpointUntilItIsCommitted() {
        ModelJob.Attempt attempt = job.start();
        ModelJob.Checkpoint first = attempt.complete(attempt.write(2).seal());
        ModelJob.Checkpoint second = attempt.complete(attempt.write(2).seal());

        assertThat(second.files()).hasSize(2).containsAll(first.files());

        job.start();
        assertThat(destination.rows(0)).containsExactly("r0", "r1", "r2", "r3");
    }

    @Test
    void doesNotReadBackWhatIsStillInMemory() {
        job.start().write(1000).checkpoint();

        assertThat(destination.rows(0)).hasSize(1000);
        assertThat(job.segments.reads()).isZero();
    }

    @Test
    void commitsALargeUnitFromItsFile() {
        String mebibyte = "x".repeat(1 << 20);
        ModelJob.Attempt attempt = job.prefix(mebibyte).start();
        attempt.write(10).checkpoint();

        assertThat(job.segments.reads()).isEqualTo(1);
        assertThat(destination.rows(0))
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> mebibyte + i).toList());
    }

    @Test
    void continuesAVeryLargeUnitInAnotherFile() {
        String mebibyte = "x".repeat(1 << 20);
        ModelJob.Attempt attempt = job.prefix(mebibyte).start();
        ModelJob.Checkpoint checkpoint = attempt.write(20).checkpoint();

        assertThat(checkpoint.files()).containsExactlyInAnyOrder("segment-out-s0-a1-q1-0", "segment-out-s0-a1-q1-1");
        assertThat(destination.rows(0)).hasSize(20);
    }

    @Test
    void appliesAUnitThatIsLargerThanItShouldBeInPartsEachWithItsStepOfTheLedger() {
        String mebibyte = "x".repeat(1 << 20);
        ModelJob.Attempt attempt = job.prefix(mebibyte).start();
        attempt.write(70).checkpoint();
        attempt.write(1).checkpoint();

        assertThat(destination.applied()).extracting(CommitUnit::sequence).containsExactly(1L, 2L, 3L);
        assertThat(destination.applied()).extracting(CommitUnit::checkpointId).containsExactly(1L, 1L, 2L);
        assertThat(destination.applied()).extracting(CommitUnit::position).containsExactly(64L, 70L, 71L);
        assertThat(destination.rows(0)).hasSize(71);
    }

    @Test
    void goesOnBetweenThePartsOfAUnitAfterACrash() {
        String mebibyte = "x".repeat(1 << 20);
        ModelJob.Attempt first = job.prefix(mebibyte).start();
        first.tell(first.complete(first.write(70).seal()));
        first.delivery().step();
        assertThat(destination.applied()).hasSize(1);

        job.start().checkpoint();
        assertThat(destination.applied()).extracting(CommitUnit::sequence).containsExactly(1L, 2L, 3L);
        assertThat(destination.rows(0))
                .containsExactlyElementsOf(
                        IntStream.range(0, 70).mapToObj(i -> mebibyte + i).toList());
    }

    @Test
    void holdsTheInputBackBeyondFourUnitsThatCouldBeCommitted() {
        ModelJob.Attempt attempt = job.start();
        for (int i = 0; i < 4; i++) {
            attempt.tell(attempt.complete(attempt.write(1).seal()));
        }
        assertThat(attempt.delivery().mayWrite()).isTrue();

        attempt.tell(attempt.complete(attempt.write(1).seal()));
        assertThat(attempt.delivery().mayWrite()).isFalse();

        attempt.delivery().step();
        assertThat(attempt.delivery().mayWrite()).isTrue();
    }

    @Test
    void addsNoEmptyUnitToThoseThatWait() {
        ModelJob.Attempt attempt = job.start();
        attempt.write(1);
        for (int i = 0; i < 3; i++) {
            attempt.tell(attempt.complete(attempt.seal()));
        }
        attempt.drain();
        assertThat(destination.applied()).hasSize(1);

        attempt.checkpoint();
        attempt.write(2).checkpoint();
        assertThat(destination.applied())
                .extracting(CommitUnit::sequence, CommitUnit::recordCount, CommitUnit::position)
                .containsExactly(tuple(1L, 1L, 1L), tuple(2L, 0L, 1L), tuple(3L, 2L, 3L));
    }

    @Test
    void doesNotHoldTheInputBackForCheckpointsThatAreNotComplete() {
        ModelJob.Attempt attempt = job.start();
        for (int i = 0; i < 20; i++) {
            attempt.write(1).seal();
        }
        assertThat(attempt.delivery().mayWrite()).isTrue();

        attempt.write(1).checkpoint();
        assertThat(destination.rows(0)).hasSize(21);
    }

    @Test
    void triesAgainAfterLongerAndLongerTimes() {
        ModelJob.Attempt attempt = job.start();
        attempt.tell(attempt.complete(attempt.write(1).seal()));
        destination.meets(java.util.Collections.nCopies(10, Trouble.BUSY).toArray(Trouble[]::new));

        for (long expected : new long[] {50, 100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000}) {
            long wait = attempt.delivery().step();
            assertThat(TimeUnit.NANOSECONDS.toMillis(wait)).isEqualTo(expected);
            assertThat(attempt.delivery().step()).as("too early").isEqualTo(wait);
            job.clock.advanceNanos(wait);
        }
        assertThat(attempt.delivery().step()).isZero();
        assertThat(destination.rows(0)).containsExactly("r0");
        assertThat(job.counters.value("commitRetries")).isEqualTo(10);
    }

    @Test
    void findsInTheLedgerThatAUnitInDoubtWasCommitted() {
        ModelJob.Attempt attempt = job.start();
        destination.meets(Trouble.REPLY_LOST);
        attempt.write(2).checkpoint();
        attempt.write(2).checkpoint();

        assertThat(destination.rows(0)).containsExactly("r0", "r1", "r2", "r3");
        assertThat(job.counters.value("inDoubtLookUps")).isEqualTo(1);
        assertThat(job.counters.value("committedUnits")).isEqualTo(2);
    }

    @Test
    void findsInTheLedgerThatAUnitInDoubtWasNotCommitted() {
        ModelJob.Attempt attempt = job.start();
        destination.meets(Trouble.REQUEST_LOST);
        attempt.write(2).checkpoint();

        assertThat(destination.rows(0)).containsExactly("r0", "r1");
        assertThat(job.counters.value("inDoubtLookUps")).isEqualTo(1);
    }

    @Test
    void asksTheLedgerUntilItAnswers() {
        ModelJob.Attempt attempt = job.start();
        destination.meets(Trouble.REPLY_LOST, Trouble.UNREACHABLE, Trouble.UNREACHABLE);
        attempt.write(2).checkpoint();

        assertThat(destination.rows(0)).containsExactly("r0", "r1");
        assertThat(job.counters.value("inDoubtLookUps")).isEqualTo(3);
    }

    @Test
    void takesAPortThatThrowsForOneInDoubt() {
        ModelJob.Attempt attempt = job.start();
        destination.meets(Trouble.UNREACHABLE);
        attempt.write(2).checkpoint();

        assertThat(destination.rows(0)).containsExactly("r0", "r1");
        assertThat(job.counters.value("inDoubtLookUps")).isEqualTo(1);
    }

    @Test
    void failsWithWhatIsMissingWhenAUnitIsLost() {
        ModelJob.Attempt attempt = job.start();
        attempt.write(1).checkpoint();
        attempt.tell(attempt.complete(attempt.write(2).seal()));
        attempt.tell(attempt.complete(attempt.write(3).seal()));
        destination.meets(Trouble.GONE);

        assertThatThrownBy(() -> attempt.delivery().step())
                .isInstanceOf(WeirException.class)
                .extracting("code")
                .isEqualTo(ErrorCode.COMMIT_LOST);
        destination.meets(Trouble.GONE);
        assertThatThrownBy(() -> attempt.delivery().step())
                .hasMessage("Cannot commit units 2 to 3 of shard 0 of sink \"out\" of job \"job\": the table was"
                        + " dropped: 5 records of lineage L1, checkpoint 2; their bytes are safe in the checkpoint:"
                        + " keep its folder, find out what changed the destination or its ledger"
                        + " (`weir ledger verify` compares them), and start the job"
                        + " again");
    }

    @Test
    void stopsWhenTheLedgersEntryVanishesWhileAUnitIsInDoubt() {
        ModelJob.Attempt attempt = job.start();
        attempt.tell(attempt.complete(attempt.write(2).seal()));
        destination.meets(Trouble.REQUEST_LOST);
        job.clock.advanceNanos(attempt.delivery().step());
        destination.dropLedger();

        assertThatThrownBy(() -> attempt.delivery().step())
                .hasMessageContaining("the shard's entry is gone from the ledger");
    }

    @Test
    void refusesAZombieAtEveryStep() {
        ModelJob.Attempt zombie = job.start();
        zombie.write(1).checkpoint();
        zombie.tell(zombie.complete(zombie.write(2).seal()));
        ModelJob.Attempt live = job.start();
        live.write(1).checkpoint();

        assertThatThrownBy(() -> zombie.delivery().step())
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED));
        assertThatThrownBy(() -> zombie.delivery().fence()).isInstanceOf(WeirException.class);
        assertThat(destination.rows(0)).containsExactly("r0", "r1", "r2", "r3");
    }

    @Test
    void refusesAZombieThatLooksUpAUnitInDoubt() {
        ModelJob.Attempt zombie = job.start();
        zombie.tell(zombie.complete(zombie.write(2).seal()));
        destination.meets(Trouble.REQUEST_LOST);
        job.clock.advanceNanos(zombie.delivery().step());
        job.start();

        assertThatThrownBy(() -> zombie.delivery().step())
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED));
        assertThat(destination.rows(0)).containsExactly("r0", "r1");
    }

    @Test
    void letsNoRecordFlowBeforeTheCheckpointsUnitsAreCommitted() {
        ModelJob.Attempt first = job.start();
        first.complete(first.write(2).seal());
        destination.meets(Trouble.BUSY);

        ModelJob.Attempt second = job.startWithoutCommits();
        assertThat(second.delivery().recovered()).isFalse();
        long wait = second.delivery().step();
        assertThat(second.delivery().recovered()).isFalse();
        job.clock.advanceNanos(wait);
        second.delivery().step();
        assertThat(second.delivery().recovered()).isTrue();
        assertThat(destination.rows(0)).containsExactly("r0", "r1");
    }

    @Test
    void movesPendingUnitsWithTheirShardsWhenTheParallelismChanges() {
        ModelJob.Attempt alone = job.start();
        alone.complete(alone.write(3).seal());

        ModelJob.Attempt three = job.parallelism(3).start();
        assertThat(destination.rows(0)).containsExactly("r0", "r1", "r2");
        three.complete(three.write(6).seal());
        three.complete(three.write(3).seal());
        assertThat(destination.rows()).hasSize(3);

        ModelJob.Attempt two = job.parallelism(2).start();
        assertThat(destination.rows(0)).containsExactly("r0", "r1", "r2", "r3", "r6", "r9");
        assertThat(destination.rows(1)).containsExactly("r4", "r7", "r10");
        assertThat(destination.rows(2)).containsExactly("r5", "r8", "r11");
        two.write(4).checkpoint();
        two.close();

        ModelJob.Attempt threeAgain = job.parallelism(3).start();
        threeAgain.write(3).checkpoint();
        assertThat(destination.rows())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 19).mapToObj(i -> "r" + i).toList());
        assertThat(destination.entry(2).sequence()).isEqualTo(3);
    }

    @Test
    void carriesPendingUnitsOfARestingShardFromCheckpointToCheckpoint() {
        ModelJob.Attempt three = job.parallelism(3).start();
        three.complete(three.write(6).seal());

        ModelJob.Attempt alone = job.parallelism(1).startWithoutCommits();
        ModelJob.Checkpoint checkpoint = alone.complete(alone.seal());
        assertThat(checkpoint.files()).hasSize(3);

        job.parallelism(2).start();
        assertThat(destination.rows()).hasSize(6);
    }

    @Test
    void fencesRestingShardsToo() {
        ModelJob.Attempt three = job.parallelism(3).start();
        three.tell(three.complete(three.write(3).seal()));
        job.parallelism(1).start();

        for (Delivery<String> zombie : three.deliveries) {
            assertThatThrownBy(zombie::step)
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED));
        }
        assertThat(destination.rows()).containsExactlyInAnyOrder("r0", "r1", "r2");
    }

    @Test
    void refusesToLoseShards() {
        ModelJob.Attempt attempt = job.shards(4).start();
        attempt.checkpoint();

        assertThatThrownBy(() -> job.shards(2).start())
                .hasMessage("Cannot restore sink \"out\" of job \"job\": it has fewer commit shards than before: 2"
                        + " shards, checkpoint 1 holds shard 2; give the sink as many shards as it had");
    }

    @Test
    void takesOnShards() {
        job.shards(2).start().write(1).checkpoint();
        job.shards(8).parallelism(8).start().write(8).checkpoint();

        assertThat(destination.rows()).hasSize(9);
    }

    @Test
    void refusesMoreSubtasksThanShards() {
        assertThatThrownBy(() -> job.shards(2).parallelism(3).start())
                .hasMessage("Cannot deliver to sink \"out\" of job \"job\": every subtask needs a commit shard of its"
                        + " own: subtask 0, parallelism 3, shards 2; lower the parallelism or give the sink more"
                        + " shards");
    }

    @Test
    void refusesAnotherCodecWhileUnitsArePending() {
        ModelJob.Attempt attempt = job.start();
        attempt.complete(attempt.write(2).seal());
        destination.codec("text-2");

        assertThatThrownBy(job::start)
                .hasMessage("Cannot restore sink \"out\" of job \"job\": the codec of its records has changed while"
                        + " units wait to be committed: checkpoint 1 has text, the job has text-2; start the job as it"
                        + " was, stop it with a savepoint, and change the codec then");
    }

    @Test
    void takesAnotherCodecWhenEverythingIsCommitted() {
        job.start().write(2).checkpoint();
        destination.codec("text-2");

        job.start().write(2).checkpoint();
        assertThat(destination.rows(0)).containsExactly("r0", "r1", "r2", "r3");
    }

    @Test
    void writesNothingFromARottenSegment() {
        ModelJob.Attempt attempt = job.start();
        attempt.complete(attempt.write(2).seal());
        byte[] segment = job.segments.finished().values().iterator().next();
        segment[segment.length - 1]++;

        assertThatThrownBy(job::start)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_CORRUPT))
                .hasMessageContaining("its content is not what was sealed: 2 records");
        assertThat(destination.rows()).isEmpty();
    }

    @Test
    void writesNothingFromAFileThatIsNoSegment() {
        ModelJob.Attempt attempt = job.start();
        attempt.complete(attempt.write(2).seal());
        job.segments.finished().values().iterator().next()[0]++;

        assertThatThrownBy(job::start).hasMessageContaining("it does not begin like one");
    }

    @Test
    void namesTheCodecThatCannotEncode() {
        ModelJob.Attempt attempt = job.prefix(TextCodec.UNWRITABLE).start();

        assertThatThrownBy(() -> attempt.write(1))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                .hasMessage("Cannot encode a record for sink \"out\" of job \"job\":"
                        + " java.lang.IllegalStateException: unwritable: codec text, record of java.lang.String; correct"
                        + " the codec or the record");
    }

    @Test
    void namesTheRecordThatCannotBeDecoded() {
        ModelJob.Attempt attempt = job.prefix(TextCodec.UNREADABLE).start();
        attempt.tell(attempt.complete(attempt.write(2).seal()));

        assertThatThrownBy(() -> attempt.delivery().step())
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                .hasMessage("Cannot decode record 0 of unit 1: java.lang.IllegalStateException: unreadable: codec text;"
                        + " make the codec read what it writes");
        assertThat(destination.rows()).isEmpty();
    }

    @Test
    void closesTheFilesThatNoCheckpointCanReferTo() {
        ModelJob.Attempt attempt = job.prefix("x".repeat(1 << 20)).start();
        ModelJob.Sealed sealed = attempt.write(2).seal();
        attempt.write(2).close();

        assertThat(job.segments.closed()).hasSize(2);
        assertThatThrownBy(() -> attempt.complete(sealed)).hasRootCauseMessage("the sink was closed");
    }

    @Test
    void commitsNothingWhenItIsClosed() {
        ModelJob.Attempt attempt = job.start();
        attempt.tell(attempt.complete(attempt.write(2).seal()));
        attempt.write(1).close();
        attempt.close();

        assertThat(destination.rows()).isEmpty();
        assertThat(destination.openShards()).isEmpty();
    }
}
