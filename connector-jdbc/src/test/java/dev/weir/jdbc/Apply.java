package dev.weir.jdbc;

import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.UnitRecords;
import java.util.Iterator;

/** Applies units of records that no segment holds. */
final class Apply {
    private Apply() {}

    static <T> CommitOutcome to(LedgerShard<T> shard, LedgerEntry expected, CommitUnit unit, Iterable<T> records) {
        return shard.apply(expected, unit, new Listed<>(records));
    }

    private record Listed<T>(Iterable<T> records) implements UnitRecords<T> {
        @Override
        public Iterator<T> iterator() {
            return records.iterator();
        }

        @Override
        public Encoded encoded() {
            throw new AssertionError("no bytes");
        }
    }
}
