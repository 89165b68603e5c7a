package dev.weir.consistency.model;

import static dev.weir.consistency.model.ModelProcess.record;
import static dev.weir.consistency.model.ModelProcess.records;
import static dev.weir.consistency.model.ModelProcess.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransactionLogModelTest {
    private static final CommitOutcome COMMITTED = new CommitOutcome.Committed();

    private final TransactionLogModel log = TransactionLogModel.expiringAfter(Duration.ofSeconds(1));
    private final ModelProcess first = new ModelProcess(log, 1);
    private final ModelProcess second = new ModelProcess(log, 2);

    private static SinkTransaction<OutputRecord> filled(
            TransactionShard<OutputRecord> shard, long sequence, long... offsets) throws Exception {
        SinkTransaction<OutputRecord> transaction = shard.begin("line", sequence);
        for (long offset : offsets) {
            transaction.write(record(offset));
        }
        return transaction;
    }

    private static PreparedUnit prepared(SinkTransaction<OutputRecord> transaction, long sequence) throws Exception {
        return new PreparedUnit(unit(sequence, 1), transaction.prepare(unit(sequence, 1)));
    }

    @Test
    void anOpenTransactionHoldsReadersBack() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        LedgerEntry fresh = shard.fence();
        first.look(Event.class);
        PreparedUnit one = prepared(filled(shard, 1, 0), 1);
        assertThat(first.look(Event.ReaderBlocked.class)).containsExactly(new Event.ReaderBlocked(0, "out", true));
        assertThat(shard.commit(one)).isEqualTo(COMMITTED);
        assertThat(first.look(Event.class))
                .containsExactly(
                        new Event.Appeared(0, "out", record(0)),
                        new Event.LedgerSeen(0, "out", 0, fresh.after(unit(1, 1))),
                        new Event.ReaderBlocked(0, "out", false),
                        new Event.LookEnded(0, "out"));
    }

    @Test
    void recordsOfAUnitWaitUntilTheOneBeforeItIsCommitted() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        shard.fence();
        PreparedUnit one = prepared(filled(shard, 1, 0), 1);
        SinkTransaction<OutputRecord> next = filled(shard, 2, 1, 2, 3, 4, 5);
        PreparedUnit two = prepared(next, 2);
        assertThat(log.inDoubt()).hasSize(1);
        shard.commit(one);
        assertThat(log.inDoubt()).isEmpty();
        assertThat(shard.commit(two)).isEqualTo(COMMITTED);
        assertThat(first.appeared()).extracting(OutputRecord::offset).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void anOpenTransactionOutlivesItsProcessAndIsAbortedByTheSuccessor() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        shard.fence();
        PreparedUnit one = prepared(filled(shard, 1, 0), 1);
        first.die();
        assertThat(log.inDoubt()).hasSize(1);
        TransactionShard<OutputRecord> successor = second.transactions();
        assertThat(successor.fence()).isEqualTo(LedgerEntry.empty(2));
        assertThat(log.inDoubt()).isEmpty();
        assertThat(successor.commit(one)).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(first.heard(Event.TransactionEnded.class))
                .filteredOn(ended -> !ended.committed())
                .extracting(Event.TransactionEnded::by)
                .containsExactly(2L);
        assertThat(first.appeared()).isEmpty();
    }

    @Test
    void aUnitWhoseTransactionHasExpiredIsWrittenAgainBeforeTheNextOne() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        LedgerShard<OutputRecord> ledger = first.ledger();
        LedgerEntry fresh = shard.fence();
        assertThat(ledger.fence()).isEqualTo(fresh);
        PreparedUnit one = prepared(filled(shard, 1, 0), 1);
        PreparedUnit two = prepared(filled(shard, 2, 1, 2, 3, 4), 2);
        log.timePassed(999_999_999);
        assertThat(log.inDoubt()).hasSize(1);
        log.timePassed(1_000_000_000);
        assertThat(log.inDoubt()).isEmpty();
        assertThat(shard.commit(one)).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(ledger.apply(fresh, unit(1, 1), records(0))).isEqualTo(COMMITTED);
        assertThat(shard.commit(two)).isEqualTo(COMMITTED);
        assertThat(first.appeared()).extracting(OutputRecord::offset).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void aUnitWhoseWriteFailedIsGivenUpAsAWhole() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        shard.fence();
        first.failing(Rpc.WRITE, Network.Fault.REPLY_LOST);
        PreparedUnit one = prepared(filled(shard, 1, 0), 1);
        assertThat(shard.commit(one)).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(log.inDoubt()).isEmpty();
        assertThat(first.appeared()).isEmpty();
    }

    @Test
    void aLateCommitEndsNothingOnceTheLedgerWasRead() throws Exception {
        LedgerShard<OutputRecord> ledger = first.ledger();
        LedgerEntry fresh = ledger.fence();
        first.failing(Rpc.COMMIT, Network.Fault.DELAYED);
        assertThat(ledger.apply(fresh, unit(1, 1), records(0))).isInstanceOf(CommitOutcome.InDoubt.class);
        assertThat(ledger.read()).isEqualTo(fresh);
        first.deliver();
        assertThat(ledger.read()).isEqualTo(fresh);
        assertThat(ledger.apply(fresh, unit(1, 1), records(0))).isEqualTo(COMMITTED);
        assertThat(first.appeared()).containsExactly(record(0));
    }

    @Test
    void aCommitWhoseReplyWasLostIsFoundInTheLedger() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        shard.fence();
        PreparedUnit one = prepared(filled(shard, 1, 0), 1);
        first.failing(Rpc.COMMIT, Network.Fault.REPLY_LOST);
        assertThat(shard.commit(one)).isInstanceOf(CommitOutcome.InDoubt.class);
        assertThat(shard.commit(one)).isEqualTo(new CommitOutcome.AlreadyCommitted());
    }

    @Test
    void aLateInitOfAnOlderAttemptCostsASecondWayAndNothingElse() throws Exception {
        first.failing(Rpc.FENCE, Network.Fault.DELAYED);
        assertThatThrownBy(() -> first.ledger().fence()).hasMessageContaining("no reply to FENCE");
        LedgerShard<OutputRecord> ledger = second.ledger();
        TransactionShard<OutputRecord> shard = second.transactions();
        LedgerEntry fresh = ledger.fence();
        shard.fence();
        PreparedUnit one = prepared(filled(shard, 1, 0), 1);
        first.deliver();
        assertThat(log.inDoubt()).as("open after the older attempt's init").isEmpty();
        assertThat(shard.commit(one)).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(ledger.apply(fresh, unit(1, 1), records(0))).isEqualTo(COMMITTED);
        assertThatThrownBy(() -> first.ledger().fence()).hasMessageContaining("attempt 2 owns it");
    }

    @Test
    void aFencedAttemptCanDoNothing() throws Exception {
        LedgerShard<OutputRecord> ledger = first.ledger();
        TransactionShard<OutputRecord> shard = first.transactions();
        LedgerEntry fresh = ledger.fence();
        shard.fence();
        SinkTransaction<OutputRecord> open = filled(shard, 1, 0);
        second.ledger().fence();
        PreparedUnit prepared = prepared(open, 1);
        assertThatThrownBy(() -> shard.commit(prepared)).hasMessageContaining("attempt 2 owns it");
        assertThatThrownBy(() -> ledger.apply(fresh, unit(1, 1), records(0))).hasMessageContaining("attempt 2 owns it");
        assertThatThrownBy(() -> shard.abortAllBut(java.util.List.of())).hasMessageContaining("attempt 2 owns it");
        assertThat(first.appeared()).isEmpty();
    }

    @Test
    void aReaderOfUncommittedRecordsSeesThemVanish() throws Exception {
        ModelProcess process =
                new ModelProcess(TransactionLogModel.expiringAfter(Duration.ofSeconds(1), Mistake.READ_UNCOMMITTED), 1);
        TransactionShard<OutputRecord> shard = process.transactions();
        shard.fence();
        prepared(filled(shard, 1, 0), 1);
        assertThat(process.appeared()).containsExactly(record(0));
        process.destination.timePassed(1_000_000_000);
        assertThat(process.look(Event.Vanished.class)).containsExactly(new Event.Vanished(0, "out", record(0)));
    }
}
