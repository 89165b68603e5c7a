package dev.weir.consistency;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.UnitRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The write-ahead-log port of a {@link ModelLedger}. Now and then it refuses for the moment, or loses the reply of a
 * commit that happened or did not.
 */
final class ModelSink implements SupportsWriteAheadLog<ModelOutput> {
    private final ModelLedger ledger;
    private final RandomGenerator random;
    private final Atomicity atomicity;

    /** Whether a unit's rows and its ledger entry are written together. */
    enum Atomicity {
        ATOMIC,
        /** Broken on purpose: rows first, the entry in a second step. */
        ROWS_THEN_LEDGER,
        /** Broken on purpose: the entry first, rows in a second step. */
        LEDGER_THEN_ROWS
    }

    ModelSink(ModelLedger ledger, RandomGenerator random, Atomicity atomicity) {
        this.ledger = ledger;
        this.random = random;
        this.atomicity = atomicity;
    }

    @Override
    public String kind() {
        return "model-ledger";
    }

    @Override
    public Codec<ModelOutput> recordCodec(CodecRegistry registry) {
        return new OutputCodec();
    }

    @Override
    public LedgerShard<ModelOutput> openShard(ShardContext context) {
        return new Shard(context);
    }

    private final class Shard implements LedgerShard<ModelOutput> {
        private final int shard;
        private final long attempt;
        private final FaultInjector faults;

        Shard(ShardContext context) {
            shard = context.shard();
            attempt = context.attempt();
            faults = context.faults();
        }

        @Override
        public LedgerEntry fence() {
            LedgerEntry entry = owned();
            LedgerEntry fenced =
                    new LedgerEntry(attempt, entry.lineage(), entry.sequence(), entry.position(), entry.digest());
            ledger.setEntry(shard, fenced);
            return fenced;
        }

        @Override
        public LedgerEntry read() {
            return ledger.entry(shard);
        }

        private LedgerEntry owned() {
            LedgerEntry entry = ledger.entry(shard);
            if (entry.attempt() > attempt) {
                throw new WeirException(
                        ErrorCode.FENCED,
                        "Cannot use shard " + shard + ": attempt " + entry.attempt() + " owns it; attempt " + attempt
                                + " must stop");
            }
            return entry;
        }

        @Override
        public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<ModelOutput> records) {
            LedgerEntry entry = owned();
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
            if (atomicity == Atomicity.LEDGER_THEN_ROWS) {
                ledger.setEntry(shard, after);
            } else {
                ledger.addRows(atomicity == Atomicity.ROWS_THEN_LEDGER ? rows : List.of());
            }
            faults.at(Label.COMMIT_AFTER_RECORDS);
            if (atomicity != Atomicity.ROWS_THEN_LEDGER) {
                ledger.addRows(rows);
            }
            ledger.setEntry(shard, after);
        }

        @Override
        public void close() {}
    }

    private static final class OutputCodec implements Codec<ModelOutput> {
        @Override
        public void encode(ModelOutput value, ByteWriter out) {
            out.writeInt(value.key());
            out.writeLong(value.count());
        }

        @Override
        public ModelOutput decode(ByteReader in) {
            return new ModelOutput(in.readInt(), in.readLong());
        }

        @Override
        public int width() {
            return 12;
        }

        @Override
        public String fingerprint() {
            return "model-output";
        }
    }
}
