package dev.weir.jdbc;

import dev.weir.codec.ByteReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads encoded rows one after the other; see {@link RowCodec} for how they lie.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class RowCursor {
    private static final int DELETE = 1;
    private static final int HAS_TABLE = 2;
    private static final int HAS_POSITION = 4;
    private static final byte[] NOTHING = {};

    private final ByteReader in = new ByteReader(NOTHING);
    private int flags;
    private String table = "";
    private String position = "";

    static int flags(boolean deletes, @Nullable String table, @Nullable String position) {
        return (deletes ? DELETE : 0) | (table == null ? 0 : HAS_TABLE) | (position == null ? 0 : HAS_POSITION);
    }

    /** Goes to a row; its values follow. */
    RowCursor to(RowBatch rows, int row) {
        return to(rows.array(), rows.start(row), rows.end(row) - rows.start(row));
    }

    private RowCursor to(byte[] array, int offset, int length) {
        in.reset(array, offset, length);
        flags = in.readByte();
        table = (flags & HAS_TABLE) == 0 ? "" : in.readString();
        position = (flags & HAS_POSITION) == 0 ? "" : in.readString();
        return this;
    }

    boolean deletes() {
        return (flags & DELETE) != 0;
    }

    /** Empty if the row does not say. */
    String table() {
        return table;
    }

    /** Empty if the row does not say. */
    String position() {
        return position;
    }

    boolean hasValue() {
        return in.remaining() > 0;
    }

    /** Reads the tag of the next value, which is then to be read or skipped. */
    ValueType next() {
        return ValueType.next(in);
    }

    /** Where values are read. */
    ByteReader values() {
        return in;
    }

    /** Goes behind so many values. */
    void skip(int count) {
        for (int i = 0; i < count; i++) {
            next().skip(in);
        }
    }
}
