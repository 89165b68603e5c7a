package dev.weir.consistency.model;

import static dev.weir.consistency.model.ModelProcess.record;
import static dev.weir.consistency.model.ModelProcess.records;
import static dev.weir.consistency.model.ModelProcess.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.SinkWriter;
import org.junit.jupiter.api.Test;

class KeyValueModelTest {
    private final KeyValueModel store = KeyValueModel.create();
    private final ModelProcess first = new ModelProcess(store, 1);
    private final ModelProcess second = new ModelProcess(store, 2);

    @Test
    void aScriptThatRunsTwicePushesOnce() throws Exception {
        LedgerShard<OutputRecord> shard = first.ledger();
        LedgerEntry fresh = shard.fence();
        first.failing(Rpc.APPLY, Network.Fault.APPLIED_TWICE);
        assertThat(shard.apply(fresh, unit(1, 1), records(0))).isEqualTo(new CommitOutcome.AlreadyCommitted());
        assertThat(first.appeared()).containsExactly(record(0));
    }

    @Test
    void aScriptThatArrivesBeforeTheFenceIsSeenByIt() throws Exception {
        LedgerShard<OutputRecord> shard = first.ledger();
        LedgerEntry fresh = shard.fence();
        first.failing(Rpc.APPLY, Network.Fault.DELAYED);
        assertThat(shard.apply(fresh, unit(1, 1), records(0))).isInstanceOf(CommitOutcome.InDoubt.class);
        first.die();
        first.deliver();
        assertThat(second.ledger().fence().records(unit(1, 1))).isTrue();
    }

    @Test
    void aScriptThatArrivesAfterTheFenceDoesNothing() throws Exception {
        LedgerShard<OutputRecord> shard = first.ledger();
        LedgerEntry fresh = shard.fence();
        first.failing(Rpc.APPLY, Network.Fault.DELAYED);
        shard.apply(fresh, unit(1, 1), records(0));
        LedgerShard<OutputRecord> successor = second.ledger();
        assertThat(successor.fence()).isEqualTo(LedgerEntry.empty(2));
        first.deliver();
        assertThat(first.appeared()).isEmpty();
        assertThat(successor.read()).isEqualTo(LedgerEntry.empty(2));
        assertThatThrownBy(() -> shard.apply(fresh, unit(1, 1), records(0))).hasMessageContaining("attempt 2 owns it");
    }

    @Test
    void aUnitThatDoesNotFollowIsLost() throws Exception {
        LedgerShard<OutputRecord> shard = first.ledger();
        LedgerEntry fresh = shard.fence();
        shard.apply(fresh, unit(1, 1), records(0));
        assertThat(shard.apply(fresh, unit(2, 1), records(1))).isInstanceOf(CommitOutcome.Lost.class);
        assertThat(first.appeared()).containsExactly(record(0));
    }

    @Test
    void aKeyIsNeverSetBack() throws Exception {
        SinkWriter<OutputRecord> writer = first.idempotentWriter();
        SinkWriter<OutputRecord> zombie = second.idempotentWriter();
        writer.write(record(5), 0);
        writer.flush();
        zombie.write(record(4), 0);
        zombie.flush();
        assertThat(first.appeared()).containsExactly(record(5));
    }
}
