package dev.weir.state;

import java.io.IOException;
import java.io.OutputStream;

/** A copy of entries, in sections that are ready to be written. */
record HeapSnapshot(StateFile file) implements KeyedSnapshot {

    @Override
    public boolean full() {
        return file.full();
    }

    @Override
    public boolean empty() {
        // An empty full snapshot still has to be written: it ends what an older chain holds.
        return !file.full() && file.isEmpty();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        StateFileFormat.write(file, out);
    }
}
