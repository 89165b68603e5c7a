package dev.weir.consistency.mutant;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.SinkWriter;

/** A writer that passes everything on; a mutant overrides what it does wrong. */
@SuppressWarnings("try") // close() may be interrupted like any other call
class RelayedWriter implements SinkWriter<OutputRecord> {
    final SinkWriter<OutputRecord> real;

    RelayedWriter(SinkWriter<OutputRecord> real) {
        this.real = real;
    }

    @Override
    public void write(OutputRecord value, long timestamp) throws Exception {
        real.write(value, timestamp);
    }

    @Override
    public void flush() throws Exception {
        real.flush();
    }

    @Override
    public void close() throws Exception {
        real.close();
    }
}
