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
    private final TransactionLogModel log = TransactionLogModel.expiringAfter(Duration.ofSeconds(1));
    private final ModelProcess first = new ModelProcess(log, 1);
    private final ModelProcess second = new ModelProcess(log, 2);

    @Test
    void anOpenTransactionHoldsReadersBack() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        LedgerEntry fresh = shard.fence();
        SinkTransaction<OutputRecord> one = shard.begin("line", 1);
        one.write(record(0));
        SinkTransaction<OutputRecord> two = shard.begin("line", 2);
        two.write(record(1));
        byte[] secondHandle = two.prepare(unit(2, 1));
        byte[] firstHandle = one.prepare(unit(1, 1));
        assertThat(first.look(Event.ReaderBlocked.class)).containsExactly(new Event.ReaderBlocked(0, "out", true));
        shard.commit(new PreparedUnit(unit(2, 1), secondHandle));
        assertThat(first.appeared()).isEmpty();
        assertThat(shard.commit(new PreparedUnit(unit(1, 1), firstHandle))).isEqualTo(new CommitOutcome.Committed());
        assertThat(first.look(Event.class))
                .containsExactly(
                        new Event.Appeared(0, "out", record(0)),
                        new Event.Appeared(0, "out", record(1)),
                        new Event.LedgerSeen(0, "out", 0, fresh.after(unit(1, 1))),
                        new Event.ReaderBlocked(0, "out", false),
                        new Event.LookEnded(0, "out"));
    }

    @Test
    void anOpenTransactionOutlivesItsProcessAndIsAbortedByTheSuccessor() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        shard.fence();
        SinkTransaction<OutputRecord> transaction = shard.begin("line", 1);
        transaction.write(record(0));
        byte[] handle = transaction.prepare(unit(1, 1));
        first.die();
        assertThat(log.inDoubt()).containsExactly("out-0-1@1");
        TransactionShard<OutputRecord> successor = second.transactions();
        assertThat(successor.fence()).isEqualTo(LedgerEntry.empty(2));
        assertThat(log.inDoubt()).isEmpty();
        assertThat(successor.commit(new PreparedUnit(unit(1, 1), handle))).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(first.heard(Event.TransactionEnded.class))
                .containsExactly(new Event.TransactionEnded(0, "out", 0, "out-0-1@1", 1, 2, false));
        assertThat(first.appeared()).isEmpty();
    }

    @Test
    void aTransactionExpiresAlsoWhenItIsReady() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        shard.fence();
        SinkTransaction<OutputRecord> transaction = shard.begin("line", 1);
        transaction.write(record(0));
        byte[] handle = transaction.prepare(unit(1, 1));
        log.timePassed(999_999_999);
        assertThat(log.inDoubt()).hasSize(1);
        log.timePassed(1_000_000_000);
        assertThat(log.inDoubt()).isEmpty();
        assertThat(first.heard(Event.TransactionEnded.class))
                .extracting(Event.TransactionEnded::by)
                .containsExactly(0L);
        assertThat(shard.commit(new PreparedUnit(unit(1, 1), handle))).isInstanceOf(CommitOutcome.Lost.class);
    }

    @Test
    void whatComesAfterALostTransactionIsAbortedSoThatItIsWrittenAgainInOrder() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        LedgerShard<OutputRecord> ledger = first.ledger();
        LedgerEntry fresh = shard.fence();
        SinkTransaction<OutputRecord> one = shard.begin("line", 1);
        one.write(record(0));
        byte[] firstHandle = one.prepare(unit(1, 1));
        first.clock.advance(Duration.ofMillis(500));
        SinkTransaction<OutputRecord> two = shard.begin("line", 2);
        two.write(record(1));
        byte[] secondHandle = two.prepare(unit(2, 1));
        log.timePassed(1_000_000_000);
        assertThat(log.inDoubt()).containsExactly("out-0-2@2");
        assertThat(shard.commit(new PreparedUnit(unit(1, 1), firstHandle))).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(ledger.apply(fresh, unit(1, 1), records(0))).isEqualTo(new CommitOutcome.Committed());
        assertThat(shard.commit(new PreparedUnit(unit(2, 1), secondHandle))).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(ledger.apply(fresh.after(unit(1, 1)), unit(2, 1), records(1)))
                .isEqualTo(new CommitOutcome.Committed());
        assertThat(first.appeared()).containsExactly(record(0), record(1));
    }

    @Test
    void aLateCommitEndsNoLaterTransaction() throws Exception {
        LedgerShard<OutputRecord> ledger = first.ledger();
        LedgerEntry fresh = ledger.fence();
        first.failing(Rpc.COMMIT, Network.Fault.DELAYED);
        assertThat(ledger.apply(fresh, unit(1, 1), records(0))).isInstanceOf(CommitOutcome.InDoubt.class);
        assertThat(ledger.read()).isEqualTo(fresh);
        first.deliver();
        assertThat(ledger.read()).isEqualTo(fresh);
        assertThat(ledger.apply(fresh, unit(1, 1), records(0))).isEqualTo(new CommitOutcome.Committed());
        assertThat(first.appeared()).containsExactly(record(0));
    }

    @Test
    void aFencedAttemptCanDoNothing() throws Exception {
        LedgerShard<OutputRecord> ledger = first.ledger();
        LedgerEntry fresh = ledger.fence();
        SinkTransaction<OutputRecord> open = first.transactions().begin("line", 1);
        second.ledger().fence();
        open.write(record(0));
        assertThatThrownBy(() -> open.prepare(unit(1, 1))).hasMessageContaining("its session was ended");
        assertThatThrownBy(() -> ledger.apply(fresh, unit(1, 1), records(0))).hasMessageContaining("attempt 2 owns it");
        assertThatThrownBy(() -> first.transactions().begin("line", 2)).hasMessageContaining("attempt 2 owns it");
        assertThatThrownBy(ledger::fence).hasMessageContaining("attempt 2 owns it");
    }

    @Test
    void aReaderOfUncommittedRecordsSeesThemVanish() throws Exception {
        ModelProcess process =
                new ModelProcess(TransactionLogModel.expiringAfter(Duration.ofSeconds(1), Mistake.READ_UNCOMMITTED), 1);
        TransactionShard<OutputRecord> shard = process.transactions();
        shard.fence();
        SinkTransaction<OutputRecord> transaction = shard.begin("line", 1);
        transaction.write(record(0));
        transaction.prepare(unit(1, 1));
        assertThat(process.appeared()).containsExactly(record(0));
        process.destination.timePassed(1_000_000_000);
        assertThat(process.look(Event.Vanished.class)).containsExactly(new Event.Vanished(0, "out", record(0)));
    }
}
