package dev.weir.consistency.history;

import java.util.List;

/** For each partition of the source how many of its records are done: the offset of the next one. */
public record Positions(List<Long> next) {
    public Positions {
        next = List.copyOf(next);
    }

    /** The beginning. */
    public static Positions start(int partitions) {
        return new Positions(java.util.Collections.nCopies(partitions, 0L));
    }

    public boolean covers(int partition, long offset) {
        return offset < next.get(partition);
    }

    public boolean covers(OutputRecord record) {
        return covers(record.partition(), record.offset());
    }
}
