package dev.weir.cli.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.CheckpointInspection.Checkpoint;
import dev.weir.CheckpointInspection.SinkUnits;
import dev.weir.delivery.PendingUnit;
import dev.weir.delivery.ShardUnits;
import dev.weir.error.WeirException;
import dev.weir.jdbc.LedgerRow;
import dev.weir.jdbc.PreparedTransaction;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.state.FileRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JudgeTest {
    private static final LedgerEntry LEDGER = new LedgerEntry(2, "a", 5, 500, 55);

    private static PreparedTransaction prepared(String id, long sequence) {
        return new PreparedTransaction(id, Instant.EPOCH, "shop", "sales", 0, "a", sequence, 2, LEDGER);
    }

    private static PendingUnit pending(String id, long sequence, FileRef... segments) {
        CommitUnit unit = new CommitUnit("a", sequence, 9, 100, sequence * 100, sequence * 11);
        return new PendingUnit(unit, List.of(segments), id.getBytes(StandardCharsets.UTF_8));
    }

    private static JobView job(Optional<String> owner, PendingUnit... pending) {
        ShardUnits shard = new ShardUnits(0, LEDGER, List.of(pending));
        return new JobView(
                owner,
                Optional.of(new Checkpoint("a", 2, 9, Instant.EPOCH, List.of(new SinkUnits("sales", List.of(shard))))),
                2);
    }

    private static List<InDoubt> judge(JobView job, PreparedTransaction... prepared) {
        return judge(job, LEDGER, prepared);
    }

    private static List<InDoubt> judge(JobView job, LedgerEntry ledger, PreparedTransaction... prepared) {
        LedgerRow row = new LedgerRow("shop", "sales", 0, ledger, 9, 100, Instant.EPOCH, List.of());
        return new Judge(Map.of("shop", job), List.of(row)).judge(List.of(prepared));
    }

    @Test
    void commitsWhatTheNewestCheckpointHolds() {
        assertThat(judge(job(Optional.empty(), pending("t6", 6)), prepared("t6", 6)))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.verdict()).isEqualTo(Verdict.COMMIT);
                    assertThat(one.why()).isEqualTo("checkpoint 9 holds it, and the ledger lacks its unit");
                });
    }

    @Test
    void rollsBackWhatNoCompleteCheckpointHolds() {
        assertThat(judge(job(Optional.empty(), pending("t6", 6)), prepared("t7", 7), prepared("t6", 6)))
                .extracting(InDoubt::verdict)
                .as("in the order of their sequence")
                .containsExactly(Verdict.COMMIT, Verdict.ROLLBACK);
        assertThat(judge(new JobView(Optional.empty(), Optional.empty(), 2), prepared("t1", 1)))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.verdict()).isEqualTo(Verdict.ROLLBACK);
                    assertThat(one.why()).isEqualTo("its job has no complete checkpoint");
                });
    }

    @Test
    void rollsBackWhatWasWrittenAgainFromItsSegment() {
        LedgerEntry beyond = new LedgerEntry(2, "a", 6, 600, 66);

        assertThat(judge(job(Optional.empty(), pending("t6", 6)), beyond, prepared("t6", 6)))
                .extracting(InDoubt::verdict)
                .containsExactly(Verdict.ROLLBACK);
    }

    @Test
    void leavesTheTransactionsOfALiveJobToIt() {
        assertThat(judge(job(Optional.of("process 7 on host h"), pending("t6", 6)), prepared("t6", 6)))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.verdict()).isEqualTo(Verdict.LIVE);
                    assertThat(one.why()).isEqualTo("its job runs: process 7 on host h");
                });
    }

    @Test
    void doesNotJudgeByTheCheckpointsOfAnotherFolder() {
        JobView copy = new JobView(Optional.empty(), job(Optional.empty()).newest(), 1);
        LedgerEntry ahead = new LedgerEntry(2, "a", 8, 800, 88);
        PreparedTransaction next = new PreparedTransaction("t9", Instant.EPOCH, "shop", "sales", 0, "a", 9, 2, ahead);

        assertThat(judge(copy, prepared("t6", 6))).singleElement().satisfies(one -> {
            assertThat(one.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(one.why())
                    .isEqualTo("attempt 2 of the job was at the database, but the last one with these checkpoints is 1;"
                            + " give the folder of that attempt");
        });
        assertThat(judge(job(Optional.empty(), pending("t6", 6)), ahead, next))
                .extracting(InDoubt::verdict)
                .containsExactly(Verdict.UNKNOWN);
    }

    @Test
    void knowsNothingWithoutCheckpoints() {
        assertThat(new Judge(Map.of(), List.of()).judge(List.of(prepared("t6", 6))))
                .extracting(InDoubt::verdict)
                .containsExactly(Verdict.UNKNOWN);
    }

    @Test
    void isNotCompetentForTransactionsOfOthers() {
        PreparedTransaction foreign =
                new PreparedTransaction("x", Instant.EPOCH, "", "", -1, "b", 1, 1, LedgerEntry.empty(0));

        assertThat(judge(job(Optional.empty()), foreign))
                .extracting(InDoubt::verdict)
                .containsExactly(Verdict.FOREIGN);
    }

    @Test
    void findsOutWhatIsLost() {
        assertThat(judge(job(Optional.empty(), pending("t6", 6))))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.verdict()).isEqualTo(Verdict.LOST);
                    assertThat(one.transaction().id()).isEqualTo("t6");
                    assertThat(one.why()).contains("100 records are lost unless it was committed by hand");
                });
        assertThat(judge(job(Optional.empty(), pending("t6", 6, new FileRef("segment", 1, 2)))))
                .as("insured by a segment")
                .isEmpty();
        assertThat(judge(job(Optional.empty(), pending("t5", 5))))
                .as("committed")
                .isEmpty();
        assertThat(judge(job(Optional.of("process 7"), pending("t6", 6))))
                .as("of a live job")
                .isEmpty();
    }

    @Test
    void findsATransactionByAnyPartOfItsId() {
        List<InDoubt> found = judge(job(Optional.empty()), prepared("weir/a/6", 6), prepared("weir/a/7", 7));

        assertThat(InDoubtOptions.named("/7", found).transaction().sequence()).isEqualTo(7);
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> InDoubtOptions.named("weir", found))
                .withMessage("Cannot find transaction weir: 2 ids contain this: [weir/a/6, weir/a/7]; see weir tx list,"
                        + " and give more of the id");
    }
}
