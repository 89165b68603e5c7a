package dev.weir.consistency.mutant;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.UnitRecords;
import org.jspecify.annotations.Nullable;

/** A ledger shard that passes everything on; a mutant overrides what it does wrong. */
class RelayedLedger implements LedgerShard<OutputRecord> {
    final LedgerShard<OutputRecord> real;

    RelayedLedger(LedgerShard<OutputRecord> real) {
        this.real = real;
    }

    @Override
    public LedgerEntry fence() {
        return real.fence();
    }

    @Override
    public @Nullable LedgerEntry read() {
        return real.read();
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
        return real.apply(expected, unit, records);
    }

    @Override
    public void close() {
        real.close();
    }
}
