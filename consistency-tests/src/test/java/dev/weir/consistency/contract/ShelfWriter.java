package dev.weir.consistency.contract;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.SinkWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps records until they are flushed. */
final class ShelfWriter implements SinkWriter<OutputRecord> {
    private final Shelf shelf;
    private final Consumer<OutputRecord> target;
    private final ShelfPort port;
    private final List<OutputRecord> buffer = new ArrayList<>();

    ShelfWriter(Shelf shelf, Consumer<OutputRecord> target) {
        this.shelf = shelf;
        this.target = target;
        this.port = new ShelfPort(shelf);
    }

    @Override
    public void write(OutputRecord value, long timestamp) {
        buffer.add(value);
    }

    @Override
    public void flush() {
        if (buffer.isEmpty() && shelf.makes(Flaw.EMPTY_FLUSH_THROWS)) {
            throw new IllegalStateException("nothing to flush");
        }
        if (shelf.makes(Flaw.FLUSH_DROPS_LAST)) {
            buffer.remove(buffer.size() - 1);
        }
        buffer.forEach(target);
        buffer.clear();
    }

    @Override
    public void close() {
        port.close();
    }
}
