package dev.weir.consistency;

import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.UnitRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The write-ahead-log port of a {@link ModelLedger}. */
final class ModelLedgerShard implements LedgerShard<ModelOutput> {
    private final ModelLedger ledger;
    private final RandomGenerator random;
    private final ModelSink.Flaw flaw;
    private final int shard;
    private final FaultInjector faults;
    private final ModelOwnership ownership;

    ModelLedgerShard(ModelLedger ledger, RandomGenerator random, ModelSink.Flaw flaw, ShardContext context) {
        this.ledger = ledger;
        this.random = random;
        this.flaw = flaw;
        this.shard = context.shard();
        this.faults = context.faults();
        this.ownership = new ModelOwnership(ledger, shard, context.attempt(), flaw != ModelSink.Flaw.NO_FENCE);
    }

    @Override
    public LedgerEntry fence() {
        return ownership.take();
    }

    @Override
    public LedgerEntry read() {
        return ownership.entry();
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<ModelOutput> records) {
        ownership.check();
        LedgerEntry entry = ownership.entry();
        if (entry.records(unit)) {
            return new CommitOutcome.AlreadyCommitted();
        }
        if (!entry.equals(expected)) {
            return new CommitOutcome.Lost("the ledger holds " + entry + " instead of " + expected);
        }
        int chance = random.nextInt(16);
        if (chance == 0) {
            return new CommitOutcome.RetryLater(new IllegalStateException("the model is busy"));
        }
        if (chance == 1) {
            return new CommitOutcome.InDoubt(new IllegalStateException("the request was lost"));
        }
        faults.at(Label.COMMIT_AFTER_LEDGER);
        List<ModelOutput> rows = new ArrayList<>();
        records.forEach(rows::add);
        commit(entry.after(unit), rows);
        faults.at(Label.COMMIT_AFTER_COMMIT);
        return chance == 2
                ? new CommitOutcome.InDoubt(new IllegalStateException("the reply was lost"))
                : new CommitOutcome.Committed();
    }

    private void commit(LedgerEntry after, List<ModelOutput> rows) {
        if (flaw == ModelSink.Flaw.LEDGER_THEN_ROWS) {
            ledger.setEntry(shard, after);
        } else {
            ledger.addRows(flaw == ModelSink.Flaw.ROWS_THEN_LEDGER ? rows : List.of());
        }
        faults.at(Label.COMMIT_AFTER_RECORDS);
        if (flaw != ModelSink.Flaw.ROWS_THEN_LEDGER) {
            ledger.addRows(rows);
        }
        ledger.setEntry(shard, after);
    }

    @Override
    public void close() {}
}
