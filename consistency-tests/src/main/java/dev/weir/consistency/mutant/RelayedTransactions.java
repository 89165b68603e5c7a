package dev.weir.consistency.mutant;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction shard that passes everything on; a mutant overrides what it does wrong. */
class RelayedTransactions implements TransactionShard<OutputRecord> {
    final TransactionShard<OutputRecord> real;

    RelayedTransactions(TransactionShard<OutputRecord> real) {
        this.real = real;
    }

    @Override
    public @Nullable LedgerEntry fence() {
        return real.fence();
    }

    @Override
    public SinkTransaction<OutputRecord> begin(String lineage, long sequence) {
        return real.begin(lineage, sequence);
    }

    @Override
    public CommitOutcome commit(PreparedUnit prepared) {
        return real.commit(prepared);
    }

    @Override
    public void abortAllBut(List<byte[]> handles) {
        real.abortAllBut(handles);
    }

    @Override
    public void close() {
        real.close();
    }
}
