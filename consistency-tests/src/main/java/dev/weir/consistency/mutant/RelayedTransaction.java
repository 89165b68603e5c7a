package dev.weir.consistency.mutant;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.SinkTransaction;

/** A transaction that passes everything on; a mutant overrides what it does wrong. */
class RelayedTransaction implements SinkTransaction<OutputRecord> {
    final SinkTransaction<OutputRecord> real;

    RelayedTransaction(SinkTransaction<OutputRecord> real) {
        this.real = real;
    }

    @Override
    public void write(OutputRecord value) throws Exception {
        real.write(value);
    }

    @Override
    public byte[] prepare(CommitUnit unit) throws Exception {
        return real.prepare(unit);
    }

    @Override
    public void abort() {
        real.abort();
    }
}
