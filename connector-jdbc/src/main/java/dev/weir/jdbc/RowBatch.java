package dev.weir.jdbc;

import dev.weir.codec.ByteWriter;
import java.util.Arrays;

/**
 * Encoded rows, one behind the other.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class RowBatch {
    private final ByteWriter bytes = new ByteWriter(1 << 16);
    private int[] ends = new int[1 << 10];
    private int size;

    /** Where a row is to be encoded; {@link #rowAdded} follows. */
    ByteWriter bytes() {
        return bytes;
    }

    void rowAdded() {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        ends[size++] = bytes.size();
    }

    void add(byte[] source, int offset, int length) {
        bytes.writeBytes(source, offset, length);
        rowAdded();
    }

    void clear() {
        bytes.clear();
        size = 0;
    }

    int size() {
        return size;
    }

    int byteCount() {
        return bytes.size();
    }

    byte[] array() {
        return bytes.array();
    }

    int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    int end(int row) {
        return ends[row];
    }
}
