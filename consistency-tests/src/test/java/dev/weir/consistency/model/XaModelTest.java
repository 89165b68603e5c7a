package dev.weir.consistency.model;

import static dev.weir.consistency.model.ModelProcess.record;
import static dev.weir.consistency.model.ModelProcess.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class XaModelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Test
    void aCompletedBranchIsUnknownAndTheLedgerTellsThatItWasCommitted() throws Exception {
        ModelProcess process = new ModelProcess(XaModel.keeping(), 1);
        TransactionShard<OutputRecord> shard = process.transactions();
        shard.fence();
        byte[] handle = prepared(shard);
        process.failing(Rpc.COMMIT, Network.Fault.APPLIED_TWICE);
        assertThat(shard.commit(new PreparedUnit(unit(1, 1), handle))).isEqualTo(new CommitOutcome.AlreadyCommitted());
        assertThat(process.appeared()).containsExactly(record(0));
    }

    @Test
    void aLateCommitOfABranchThatWasAbortedDoesNothing() throws Exception {
        XaModel manager = XaModel.keeping();
        ModelProcess process = new ModelProcess(manager, 1);
        TransactionShard<OutputRecord> shard = process.transactions();
        shard.fence();
        byte[] handle = prepared(shard);
        process.failing(Rpc.COMMIT, Network.Fault.DELAYED);
        assertThat(shard.commit(new PreparedUnit(unit(1, 1), handle))).isInstanceOf(CommitOutcome.InDoubt.class);
        process.die();
        TransactionShard<OutputRecord> successor = new ModelProcess(manager, 2).transactions();
        successor.fence();
        process.deliver();
        assertThat(manager.inDoubt()).containsExactly("out-0-1-1");
        successor.abortAllBut(List.of());
        assertThat(manager.inDoubt()).isEmpty();
        assertThat(process.appeared()).isEmpty();
    }

    @Test
    void aHeuristicRollbackIsRememberedUntilItIsForgotten() throws Exception {
        XaModel manager = XaModel.rollingBackAfter(PATIENCE);
        ModelProcess process = new ModelProcess(manager, 1);
        TransactionShard<OutputRecord> shard = process.transactions();
        shard.fence();
        byte[] handle = prepared(shard);
        manager.timePassed(PATIENCE.toNanos() - 1);
        assertThat(process.heard(Event.TransactionEnded.class)).isEmpty();
        manager.timePassed(PATIENCE.toNanos());
        assertThat(process.heard(Event.TransactionEnded.class))
                .containsExactly(new Event.TransactionEnded(PATIENCE.toNanos(), "out", 0, "out-0-1-1", 1, 0, false));
        assertThat(manager.inDoubt()).containsExactly("out-0-1-1");
        CommitOutcome outcome = shard.commit(new PreparedUnit(unit(1, 1), handle));
        assertThat(outcome).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(((CommitOutcome.Lost) outcome).reason()).contains("ROLLED_BACK_ALONE");
        assertThat(manager.inDoubt()).isEmpty();
    }

    @Test
    void aHeuristicCommitIsFoundInTheLedger() throws Exception {
        XaModel manager = XaModel.committingAfter(PATIENCE);
        ModelProcess process = new ModelProcess(manager, 1);
        TransactionShard<OutputRecord> shard = process.transactions();
        shard.fence();
        byte[] handle = prepared(shard);
        manager.timePassed(PATIENCE.toNanos());
        assertThat(process.appeared()).containsExactly(record(0));
        assertThat(shard.commit(new PreparedUnit(unit(1, 1), handle))).isEqualTo(new CommitOutcome.AlreadyCommitted());
        assertThat(manager.inDoubt()).isEmpty();
    }

    @Test
    void abortForgetsADecision() throws Exception {
        XaModel manager = XaModel.rollingBackAfter(PATIENCE);
        TransactionShard<OutputRecord> shard = new ModelProcess(manager, 1).transactions();
        shard.fence();
        prepared(shard);
        manager.timePassed(PATIENCE.toNanos());
        shard.abortAllBut(List.of());
        assertThat(manager.inDoubt()).isEmpty();
    }

    @Test
    void aYesThatDoesNothingIsNotBelieved() throws Exception {
        XaModel manager = XaModel.answeringInVain(1);
        ModelProcess process = new ModelProcess(manager, 1);
        TransactionShard<OutputRecord> shard = process.transactions();
        shard.fence();
        byte[] handle = prepared(shard);
        process.die();
        TransactionShard<OutputRecord> successor = new ModelProcess(manager, 2).transactions();
        successor.fence();
        CommitOutcome outcome = successor.commit(new PreparedUnit(unit(1, 1), handle));
        assertThat(outcome).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(((CommitOutcome.Lost) outcome).reason()).contains("said that it has committed");
        assertThat(manager.inDoubt()).isEmpty();
        manager.restart();
        assertThat(manager.inDoubt()).containsExactly("out-0-1-1");
    }

    @Test
    void aCommitInTheSessionThatPreparedIsNeverInVain() throws Exception {
        TransactionShard<OutputRecord> shard = new ModelProcess(XaModel.answeringInVain(1), 1).transactions();
        shard.fence();
        assertThat(shard.commit(new PreparedUnit(unit(1, 1), prepared(shard))))
                .isEqualTo(new CommitOutcome.Committed());
    }

    private static byte[] prepared(TransactionShard<OutputRecord> shard) throws Exception {
        SinkTransaction<OutputRecord> transaction = shard.begin("line", 1);
        transaction.write(record(0));
        return transaction.prepare(unit(1, 1));
    }
}
