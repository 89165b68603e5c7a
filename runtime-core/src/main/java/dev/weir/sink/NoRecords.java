package dev.weir.sink;

import java.util.Collections;
import java.util.Iterator;

/** No records. */
final class NoRecords<T> implements UnitRecords<T>, UnitRecords.Encoded {
    private static final byte[] NOTHING = {};

    @Override
    public Iterator<T> iterator() {
        return Collections.emptyIterator();
    }

    @Override
    public Encoded encoded() {
        return this;
    }

    @Override
    public boolean next() {
        return false;
    }

    @Override
    public byte[] array() {
        return NOTHING;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return 0;
    }
}
