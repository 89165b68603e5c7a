package dev.weir.consistency;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The two-phase port of a {@link ModelLedger}: a transaction carries its unit's ledger entry, and a destination that is
 * forgetful drops prepared ones now and then.
 */
final class ModelTransactionShard implements TransactionShard<ModelOutput> {
    private final ModelLedger ledger;
    private final RandomGenerator random;
    private final ModelSink.Flaw flaw;
    private final boolean forgetful;
    private final int shard;
    private final long attempt;
    private final FaultInjector faults;
    private final ModelOwnership ownership;

    ModelTransactionShard(
            ModelLedger ledger, RandomGenerator random, ModelSink.Flaw flaw, boolean forgetful, ShardContext context) {
        this.ledger = ledger;
        this.random = random;
        this.flaw = flaw;
        this.forgetful = forgetful;
        this.shard = context.shard();
        this.attempt = context.attempt();
        this.faults = context.faults();
        this.ownership = new ModelOwnership(ledger, shard, attempt, flaw != ModelSink.Flaw.NO_FENCE);
    }

    @Override
    public LedgerEntry fence() {
        return ownership.take();
    }

    @Override
    public SinkTransaction<ModelOutput> begin(String lineage, long sequence) {
        ownership.check();
        String id = shard + "/" + attempt + "/" + lineage + "/" + sequence;
        ledger.begin(id, shard, attempt);
        return new Open(id);
    }

    @Override
    public CommitOutcome commit(PreparedUnit prepared) {
        ownership.check();
        String id = new String(prepared.handle(), StandardCharsets.UTF_8);
        int chance = random.nextInt(16);
        if (chance == 0) {
            return new CommitOutcome.RetryLater(new IllegalStateException("the model is busy"));
        }
        if (chance == 1) {
            return new CommitOutcome.InDoubt(new IllegalStateException("the request was lost"));
        }
        if (forgetful && random.nextInt(8) == 0) {
            ledger.forget(id);
        }
        ModelLedger.Transaction transaction = ledger.transaction(id);
        if (transaction == null) {
            if (flaw == ModelSink.Flaw.UNKNOWN_IS_COMMITTED
                    || ledger.entry(shard).records(prepared.unit())) {
                return new CommitOutcome.AlreadyCommitted();
            }
            return new CommitOutcome.Lost("transaction " + id + " is gone");
        }
        faults.at(Label.COMMIT_AFTER_RECORDS);
        commit(id, transaction);
        faults.at(Label.COMMIT_AFTER_COMMIT);
        return chance == 2
                ? new CommitOutcome.InDoubt(new IllegalStateException("the reply was lost"))
                : new CommitOutcome.Committed();
    }

    private void commit(String id, ModelLedger.Transaction transaction) {
        ledger.forget(id);
        ledger.addRows(transaction.rows);
        CommitUnit unit = transaction.unit;
        if (unit != null && flaw != ModelSink.Flaw.LEDGER_APART) {
            ledger.setEntry(shard, ledger.entry(shard).after(unit));
        }
    }

    @Override
    public void abortAllBut(List<byte[]> handles) {
        ownership.check();
        if (flaw == ModelSink.Flaw.NO_ABORT) {
            return;
        }
        Set<String> kept = new HashSet<>();
        handles.forEach(handle -> kept.add(new String(handle, StandardCharsets.UTF_8)));
        ledger.transactions()
                .entrySet()
                .removeIf(entry -> entry.getValue().shard == shard && !kept.contains(entry.getKey()));
    }

    @Override
    public void close() {}

    /** Its session ends with the attempt, or when a newer one fences. */
    private final class Open implements SinkTransaction<ModelOutput> {
        private final String id;

        Open(String id) {
            this.id = id;
        }

        private ModelLedger.Transaction transaction() {
            ModelLedger.Transaction transaction = ledger.transaction(id);
            if (transaction == null) {
                throw new WeirException(
                        ErrorCode.DESTINATION_UNAVAILABLE,
                        "Cannot go on with transaction " + id + ": it was rolled back; try again");
            }
            return transaction;
        }

        @Override
        public void write(ModelOutput value) {
            transaction().rows.add(value);
        }

        @Override
        public byte[] prepare(CommitUnit unit) {
            ModelLedger.Transaction transaction = transaction();
            transaction.unit = unit;
            if (flaw == ModelSink.Flaw.COMMIT_AT_PREPARE) {
                commit(id, transaction);
            }
            return id.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void abort() {
            ledger.forget(id);
        }
    }
}
