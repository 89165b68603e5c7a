package dev.weir.consistency.model;

import static dev.weir.consistency.model.ModelProcess.record;
import static dev.weir.consistency.model.ModelProcess.records;
import static dev.weir.consistency.model.ModelProcess.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.WeirException;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.TransactionShard;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseModelTest {
    private final DatabaseModel database = DatabaseModel.ofRecords();
    private final ModelProcess first = new ModelProcess(database, 1);
    private final ModelProcess second = new ModelProcess(database, 2);

    @Test
    void appliesRecordsAndEntryTogether() throws Exception {
        LedgerShard<OutputRecord> shard = first.ledger();
        LedgerEntry fresh = shard.fence();
        assertThat(shard.apply(fresh, unit(1, 2), records(0, 1))).isEqualTo(new CommitOutcome.Committed());
        assertThat(first.look(Event.class))
                .hasSize(4)
                .contains(new Event.Appeared(0, "out", record(0)), new Event.Appeared(0, "out", record(1)))
                .contains(new Event.LedgerSeen(0, "out", 0, fresh.after(unit(1, 2))))
                .endsWith(new Event.LookEnded(0, "out"));
        assertThat(first.look(Event.class)).hasSize(1);
        assertThat(shard.apply(fresh, unit(1, 2), records(0, 1))).isEqualTo(new CommitOutcome.AlreadyCommitted());
        assertThat(first.appeared()).isEmpty();
        assertThat(first.heard(Event.Acknowledged.class)).hasSize(2);
    }

    @Test
    void aProcessThatDiesWithinATransactionLeavesNothing() throws Exception {
        LedgerShard<OutputRecord> shard = first.ledger();
        LedgerEntry fresh = shard.fence();
        first.failing(Rpc.COMMIT, Network.Fault.DELAYED);
        assertThat(shard.apply(fresh, unit(1, 1), records(0))).isInstanceOf(CommitOutcome.InDoubt.class);
        first.die();
        first.deliver();
        assertThat(first.appeared()).isEmpty();
        assertThat(second.ledger().fence()).isEqualTo(LedgerEntry.empty(2));
    }

    @Test
    void aLostReplyLeavesTheUnitInTheLedger() throws Exception {
        LedgerShard<OutputRecord> shard = first.ledger();
        LedgerEntry fresh = shard.fence();
        first.failing(Rpc.COMMIT, Network.Fault.REPLY_LOST);
        assertThat(shard.apply(fresh, unit(1, 1), records(0))).isInstanceOf(CommitOutcome.InDoubt.class);
        assertThat(shard.read()).isEqualTo(fresh.after(unit(1, 1)));
        assertThat(first.heard(Event.Acknowledged.class)).isEmpty();
    }

    @Test
    void aCommitThatIsRepeatedChangesNothing() throws Exception {
        LedgerShard<OutputRecord> shard = first.ledger();
        LedgerEntry fresh = shard.fence();
        first.failing(Rpc.COMMIT, Network.Fault.APPLIED_TWICE).failing(Rpc.WRITE, Network.Fault.APPLIED_TWICE);
        shard.apply(fresh, unit(1, 2), records(0, 1));
        assertThat(first.appeared()).containsExactly(record(0), record(1));
    }

    @Test
    void aRequestOfTheSameProcessWhoseSessionBrokeEndsTheOldSession() throws Exception {
        LedgerShard<OutputRecord> shard = first.ledger();
        LedgerEntry fresh = shard.fence();
        first.failing(Rpc.WRITE, Network.Fault.NOT_SENT);
        assertThat(shard.apply(fresh, unit(1, 1), records(0))).isInstanceOf(CommitOutcome.RetryLater.class);
        assertThat(shard.apply(fresh, unit(1, 1), records(0))).isEqualTo(new CommitOutcome.Committed());
        assertThat(first.appeared()).containsExactly(record(0));
    }

    @Test
    void aFenceEndsTheTransactionThatHoldsTheLock() throws Exception {
        LedgerShard<OutputRecord> shard = first.ledger();
        LedgerEntry fresh = shard.fence();
        LedgerShard<OutputRecord> successor = second.ledger();
        first.faults = label -> {
            if (label == Label.COMMIT_AFTER_RECORDS) {
                assertThat(successor.fence()).isEqualTo(LedgerEntry.empty(2));
            }
        };
        assertThat(shard.apply(fresh, unit(1, 1), records(0))).isInstanceOf(CommitOutcome.InDoubt.class);
        assertThat(first.appeared()).isEmpty();
        assertThatThrownBy(() -> shard.apply(fresh, unit(1, 1), records(0)))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("attempt 2 owns it");
        assertThatThrownBy(shard::fence).hasMessageContaining("attempt 2 owns it");
    }

    @Test
    void aSecondSessionWaitsForTheLock() throws Exception {
        DatabaseModel unfenced = DatabaseModel.ofRecords(Mistake.NO_FENCE);
        ModelProcess one = new ModelProcess(unfenced, 1);
        LedgerShard<OutputRecord> holder = one.ledger();
        LedgerShard<OutputRecord> other = new ModelProcess(unfenced, 2).ledger();
        LedgerEntry fresh = holder.fence();
        other.fence();
        List<CommitOutcome> meanwhile = new ArrayList<>();
        one.faults = label -> {
            if (label == Label.COMMIT_AFTER_LEDGER) {
                meanwhile.add(other.apply(fresh, unit(1, 1), records(0)));
            }
        };
        assertThat(holder.apply(fresh, unit(1, 1), records(0))).isEqualTo(new CommitOutcome.Committed());
        assertThat(meanwhile).singleElement().isInstanceOf(CommitOutcome.RetryLater.class);
        assertThat(one.appeared()).containsExactly(record(0));
    }

    @Test
    void preparedTransactionsOutliveTheirProcessAndOpenOnesDoNot() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        shard.fence();
        byte[] handle = prepared(shard, 1, 0);
        SinkTransaction<OutputRecord> open = shard.begin("line", 2);
        open.write(record(1));
        first.die();
        assertThat(database.inDoubt()).containsExactly("out-0-1-1");
        assertThatThrownBy(() -> open.prepare(unit(2, 1))).hasMessageContaining("its session was ended");
        TransactionShard<OutputRecord> successor = second.transactions();
        successor.fence();
        assertThat(successor.commit(new PreparedUnit(unit(1, 1), handle))).isEqualTo(new CommitOutcome.Committed());
        assertThat(successor.commit(new PreparedUnit(unit(1, 1), handle)))
                .isEqualTo(new CommitOutcome.AlreadyCommitted());
        assertThat(first.appeared()).containsExactly(record(0));
        assertThat(first.heard(Event.TransactionEnded.class))
                .extracting(Event.TransactionEnded::by, Event.TransactionEnded::committed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, false), org.assertj.core.groups.Tuple.tuple(2L, true));
    }

    @Test
    void aFencedAttemptCanNeitherPrepareNorCommitNorAbort() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        shard.fence();
        byte[] handle = prepared(shard, 1, 0);
        SinkTransaction<OutputRecord> open = shard.begin("line", 2);
        second.transactions().fence();
        assertThatThrownBy(() -> open.prepare(unit(2, 0))).hasMessageContaining("its session was ended");
        assertThatThrownBy(() -> shard.commit(new PreparedUnit(unit(1, 1), handle)))
                .hasMessageContaining("attempt 2 owns it");
        assertThatThrownBy(() -> shard.abortAllBut(List.of())).hasMessageContaining("attempt 2 owns it");
        assertThat(database.inDoubt()).containsExactly("out-0-1-1");
    }

    @Test
    void abortsWhatNoCheckpointHolds() throws Exception {
        TransactionShard<OutputRecord> shard = first.transactions();
        shard.fence();
        byte[] kept = prepared(shard, 1, 0);
        byte[] other = prepared(shard, 2, 1);
        shard.abortAllBut(List.of(kept));
        assertThat(database.inDoubt()).containsExactly("out-0-1-1");
        assertThat(shard.commit(new PreparedUnit(unit(2, 1), other))).isInstanceOf(CommitOutcome.Lost.class);
    }

    @Test
    void anIdempotentWriterKeepsARecordOnce() throws Exception {
        SinkWriter<OutputRecord> writer = first.idempotentWriter();
        first.failing(Rpc.WRITE, Network.Fault.APPLIED_TWICE);
        writer.write(record(0), 0);
        writer.flush();
        writer.write(record(0, 2), 0);
        writer.flush();
        assertThat(first.appeared()).containsExactly(record(0));
    }

    @Test
    void theVersionGuardKeepsTheNewest() throws Exception {
        ModelProcess process = new ModelProcess(DatabaseModel.ofLatest(), 1);
        SinkWriter<OutputRecord> writer = process.idempotentWriter();
        writer.write(record(4), 0);
        writer.flush();
        assertThat(process.appeared()).containsExactly(record(4));
        writer.write(record(5), 0);
        writer.write(record(3), 0);
        writer.flush();
        assertThat(process.look(Event.class))
                .containsExactly(
                        new Event.Appeared(0, "out", record(5)),
                        new Event.Vanished(0, "out", record(4)),
                        new Event.LookEnded(0, "out"));
    }

    @Test
    void aPlainWriterDoublesWhatIsSentTwice() throws Exception {
        SinkWriter<OutputRecord> writer = first.writer();
        first.failing(Rpc.WRITE, Network.Fault.APPLIED_TWICE);
        writer.write(record(0), 0);
        assertThat(first.appeared()).isEmpty();
        writer.flush();
        assertThat(first.appeared()).containsExactly(record(0), record(0));
    }

    private static byte[] prepared(TransactionShard<OutputRecord> shard, long sequence, long offset) throws Exception {
        SinkTransaction<OutputRecord> transaction = shard.begin("line", sequence);
        transaction.write(record(offset));
        return transaction.prepare(unit(sequence, 1));
    }
}
