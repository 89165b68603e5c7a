package dev.weir.consistency.mutant;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.model.Mistake;
import dev.weir.consistency.simulation.Mutation;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.Sink;
import dev.weir.sink.UnitRecords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mistakes around the ledger of a write-ahead log. */
final class LedgerMutants {
    private LedgerMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "records-before-ledger",
                        Ground.DATABASE_LOG,
                        Ground.DATABASE_LOG.with(Mistake.RECORDS_BEFORE_LEDGER),
                        "A unit's records are committed in one transaction, its ledger entry in the next."),
                Mutant.of(
                        "ledger-before-records",
                        Ground.DATABASE_LOG,
                        Ground.DATABASE_LOG.with(Mistake.LEDGER_BEFORE_RECORDS),
                        "A unit's ledger entry is committed in one transaction, its records in the next."),
                Mutant.of(
                        "no-condition-on-entry",
                        Ground.KEY_VALUE_LOG,
                        Ground.KEY_VALUE_LOG.with(Mistake.NO_CONDITION),
                        "The script does not compare the ledger entry before it applies a unit."),
                Mutant.of(
                        "sessions-outlive-fence",
                        Ground.DATABASE_LOG,
                        Ground.DATABASE_LOG.with(Mistake.SESSIONS_NOT_ENDED),
                        "The fence raises the attempt and leaves sessions of older ones in the middle of their transaction."),
                Mutant.of(
                        "no-fence-write-ahead-log",
                        Ground.DATABASE_LOG,
                        Ground.DATABASE_LOG.with(Mistake.NO_FENCE),
                        "Older attempts are not locked out of the ledger."),
                Mutant.of(
                        "in-doubt-is-committed",
                        Ground.DATABASE_LOG,
                        RelayedSink.ledger(real -> new Translated(real) {
                            @Override
                            CommitOutcome translate(CommitOutcome outcome) {
                                return outcome instanceof CommitOutcome.InDoubt
                                        ? new CommitOutcome.Committed()
                                        : outcome;
                            }
                        }),
                        "A commit whose reply was lost is taken for done."),
                Mutant.of(
                        "in-doubt-is-lost",
                        Ground.DATABASE_LOG,
                        RelayedSink.ledger(real -> new Translated(real) {
                            @Override
                            CommitOutcome translate(CommitOutcome outcome) {
                                return outcome instanceof CommitOutcome.InDoubt
                                        ? new CommitOutcome.Lost("no reply")
                                        : outcome;
                            }
                        }),
                        "A commit whose reply was lost is given up for lost, and the job stops."),
                Mutant.of(
                        "refused-is-committed",
                        Ground.DATABASE_LOG,
                        RelayedSink.ledger(real -> new Translated(real) {
                            @Override
                            CommitOutcome translate(CommitOutcome outcome) {
                                return outcome instanceof CommitOutcome.RetryLater
                                        ? new CommitOutcome.Committed()
                                        : outcome;
                            }
                        }),
                        "A unit that the destination refuses for the moment is left out."),
                Mutant.of(
                                "retry-without-look-up",
                                Ground.KEY_VALUE_LOG,
                                RelayedSink.ledger(real -> new Translated(real) {
                                    @Override
                                    CommitOutcome translate(CommitOutcome outcome) {
                                        return outcome instanceof CommitOutcome.InDoubt doubt
                                                ? new CommitOutcome.RetryLater(doubt.cause())
                                                : outcome;
                                    }
                                }),
                                "A commit whose reply was lost is tried again without a look at the ledger.")
                        .equivalentBecause(
                                "apply itself compares the entry in the step in which it would write: if the first"
                                        + " try was carried out, the second finds its own unit there and is told"
                                        + " AlreadyCommitted; if it was not, or comes later, one of the two finds the entry changed."
                                        + " The look-up saves sending the records again; it decides nothing."),
                Mutant.of(
                        "empty-units-skipped",
                        Ground.DATABASE_LOG,
                        RelayedSink.ledger(real -> new RelayedLedger(real) {
                            @Override
                            public CommitOutcome apply(
                                    LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
                                return unit.recordCount() == 0
                                        ? new CommitOutcome.Committed()
                                        : real.apply(expected, unit, records);
                            }
                        }),
                        "A unit without records leaves no entry."),
                Mutant.of(
                        "stale-fence",
                        Ground.DATABASE_LOG,
                        staleFence(),
                        "The fence returns the entry that was read before the attempt was claimed."));
    }

    /** Remembers what the observer of the same process has read. */
    private static Mutation staleFence() {
        return new Mutation() {
            @Override
            public Sink<OutputRecord> sink(Sink<OutputRecord> sink) {
                Map<Integer, LedgerEntry> seen = new HashMap<>();
                return RelayedSink.ledgerOf((real, context) -> new RelayedLedger(real) {
                            @Override
                            public @Nullable LedgerEntry read() {
                                LedgerEntry entry = real.read();
                                if (context.attempt() == 0 && entry != null) {
                                    seen.put(context.shard(), entry);
                                }
                                return entry;
                            }

                            @Override
                            public LedgerEntry fence() {
                                LedgerEntry now = real.fence();
                                LedgerEntry before = seen.getOrDefault(context.shard(), now);
                                return new LedgerEntry(
                                        now.attempt(),
                                        before.lineage(),
                                        before.sequence(),
                                        before.position(),
                                        before.digest());
                            }
                        })
                        .sink(sink);
            }
        };
    }

    /** Changes what the destination answers. */
    private abstract static class Translated extends RelayedLedger {
        Translated(LedgerShard<OutputRecord> real) {
            super(real);
        }

        abstract CommitOutcome translate(CommitOutcome outcome);

        @Override
        public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
            return translate(real.apply(expected, unit, records));
        }
    }
}
