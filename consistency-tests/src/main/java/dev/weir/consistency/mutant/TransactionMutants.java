package dev.weir.consistency.mutant;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.model.Mistake;
import dev.weir.consistency.simulation.Scenario;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mistakes around prepared transactions. */
final class TransactionMutants {
    private TransactionMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "commit-at-prepare",
                        Ground.DATABASE_TWO_PHASE,
                        Ground.DATABASE_TWO_PHASE.with(Mistake.COMMIT_AT_PREPARE),
                        "A transaction is committed where it should be prepared."),
                Mutant.of(
                        "no-fence",
                        Ground.DATABASE_TWO_PHASE,
                        Ground.DATABASE_TWO_PHASE.with(Mistake.NO_FENCE),
                        "Older attempts may go on with their transactions."),
                Mutant.of(
                        "unfenced-abort",
                        Ground.DATABASE_TWO_PHASE,
                        Ground.DATABASE_TWO_PHASE.with(Mistake.UNFENCED_ABORT),
                        "An attempt that was replaced may still abort every transaction of its shard."),
                Mutant.of(
                        "ids-reused",
                        Ground.DATABASE_TWO_PHASE,
                        Ground.DATABASE_TWO_PHASE.with(Mistake.IDS_REUSED),
                        "All transactions of a shard have one name, and a new one takes the place of one that waits."),
                Mutant.of(
                        "ledger-apart",
                        Ground.DATABASE_INSURED,
                        Ground.DATABASE_INSURED.with(Mistake.LEDGER_APART),
                        "A transaction does not carry its ledger entry."),
                Mutant.of(
                        "no-flush-before-prepare",
                        Ground.DATABASE_TWO_PHASE,
                        Ground.DATABASE_TWO_PHASE.with(Mistake.NO_FLUSH),
                        "Records that wait in the client are not sent before the transaction is prepared."),
                Mutant.of(
                        "unknown-is-committed",
                        Ground.XA_TWO_PHASE,
                        Ground.XA_TWO_PHASE.with(Mistake.UNKNOWN_IS_COMMITTED, Mistake.NO_FENCE),
                        "A branch that the manager does not know is taken for committed, and nobody fences who may have rolled it back."),
                Mutant.of(
                        "expired-is-committed",
                        Ground.LOG_INSURED,
                        Ground.LOG_INSURED.with(Mistake.UNKNOWN_IS_COMMITTED),
                        "A transaction that has expired is taken for committed."),
                Mutant.of(
                        "heuristic-outcome-swallowed",
                        Ground.XA_IMPATIENT,
                        Ground.XA_IMPATIENT.with(Mistake.HEURISTIC_SWALLOWED),
                        "A branch that the manager has rolled back alone is taken for committed."),
                Mutant.of(
                        "reply-believed",
                        Ground.XA_IN_VAIN,
                        Ground.XA_IN_VAIN.with(Mistake.REPLY_BELIEVED),
                        "The manager's yes to a commit is believed without a look at the ledger."),
                Mutant.of(
                        "reader-of-uncommitted",
                        Ground.LOG_INSURED,
                        Ground.LOG_INSURED.with(Mistake.READ_UNCOMMITTED),
                        "Readers are left at read_uncommitted."),
                Mutant.of(
                        "no-recommit",
                        Ground.DATABASE_TWO_PHASE,
                        RelayedSink.transactions(NoRecommit::new),
                        "Transactions that a checkpoint holds are taken for committed at a restore."),
                Mutant.of(
                        "commit-only-the-newest",
                        Ground.DATABASE_TWO_PHASE,
                        RelayedSink.transactions(OnlyNewest::new),
                        "Of several prepared transactions the newest is committed."),
                Mutant.of(
                                "stop-at-first-commit",
                                Ground.DATABASE_TWO_PHASE,
                                RelayedSink.transactions(OnlyFirst::new),
                                "After a restore the first transaction is committed, and the others of the checkpoint are forgotten.")
                        .withShape(Scenario.Shape.LONG),
                Mutant.of(
                        "abort-all-at-restore",
                        Ground.DATABASE_TWO_PHASE,
                        RelayedSink.transactions(real -> new RelayedTransactions(real) {
                            @Override
                            public @Nullable LedgerEntry fence() {
                                LedgerEntry entry = real.fence();
                                real.abortAllBut(List.of());
                                return entry;
                            }
                        }),
                        "A restore aborts every prepared transaction, those of its checkpoint too."),
                Mutant.of(
                        "no-abort-of-lingering",
                        Ground.DATABASE_TWO_PHASE,
                        RelayedSink.transactions(real -> new RelayedTransactions(real) {
                            @Override
                            public void abortAllBut(List<byte[]> handles) {}
                        }),
                        "Transactions that no checkpoint holds stay prepared."),
                Mutant.of(
                        "transaction-in-doubt-is-committed",
                        Ground.XA_TWO_PHASE,
                        RelayedSink.transactions(real -> new RelayedTransactions(real) {
                            @Override
                            public CommitOutcome commit(PreparedUnit prepared) {
                                CommitOutcome outcome = real.commit(prepared);
                                return outcome instanceof CommitOutcome.InDoubt
                                        ? new CommitOutcome.Committed()
                                        : outcome;
                            }
                        }),
                        "A commit of a branch whose reply was lost is taken for done."));
    }

    private static String name(byte[] handle) {
        return new String(handle, StandardCharsets.UTF_8);
    }

    /** Remembers what this process has prepared. */
    static class Preparing extends RelayedTransactions {
        final Set<String> own = new HashSet<>();
        long newest;

        Preparing(TransactionShard<OutputRecord> real) {
            super(real);
        }

        @Override
        public SinkTransaction<OutputRecord> begin(String lineage, long sequence) {
            return new RelayedTransaction(real.begin(lineage, sequence)) {
                @Override
                public byte[] prepare(CommitUnit unit) throws Exception {
                    byte[] handle = real.prepare(unit);
                    own.add(name(handle));
                    newest = Math.max(newest, unit.sequence());
                    return handle;
                }
            };
        }
    }

    private static final class NoRecommit extends Preparing {
        NoRecommit(TransactionShard<OutputRecord> real) {
            super(real);
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            return own.contains(name(prepared.handle())) ? real.commit(prepared) : new CommitOutcome.AlreadyCommitted();
        }
    }

    private static final class OnlyNewest extends Preparing {
        OnlyNewest(TransactionShard<OutputRecord> real) {
            super(real);
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            return prepared.unit().sequence() < newest ? new CommitOutcome.Committed() : real.commit(prepared);
        }
    }

    private static final class OnlyFirst extends Preparing {
        private boolean restoredOne;

        OnlyFirst(TransactionShard<OutputRecord> real) {
            super(real);
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            if (own.contains(name(prepared.handle()))) {
                return real.commit(prepared);
            }
            if (restoredOne) {
                return new CommitOutcome.AlreadyCommitted();
            }
            CommitOutcome outcome = real.commit(prepared);
            restoredOne = outcome instanceof CommitOutcome.Committed;
            return outcome;
        }
    }
}
