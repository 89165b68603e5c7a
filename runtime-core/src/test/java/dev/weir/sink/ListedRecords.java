package dev.weir.sink;

import java.util.Iterator;
import java.util.List;

/** Records of a unit that nobody has encoded. */
record ListedRecords<T>(Iterable<T> records) implements UnitRecords<T> {
    static UnitRecords<String> of(String... records) {
        return new ListedRecords<>(List.of(records));
    }

    @Override
    public Iterator<T> iterator() {
        return records.iterator();
    }

    @Override
    public Encoded encoded() {
        throw new AssertionError("no bytes");
    }
}
