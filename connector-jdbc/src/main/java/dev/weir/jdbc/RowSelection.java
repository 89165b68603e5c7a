package dev.weir.jdbc;

import java.util.Arrays;

/** Some rows of a batch, in order. Not thread-safe. */
final class RowSelection {
    private final RowBatch rows;
    private int[] selected;
    private int size;

    RowSelection(RowBatch rows, int capacity) {
        this.rows = rows;
        this.selected = new int[Math.max(1, capacity)];
    }

    RowBatch rows() {
        return rows;
    }

    void add(int row) {
        if (size == selected.length) {
            selected = Arrays.copyOf(selected, 2 * size);
        }
        selected[size++] = row;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The row's number in the batch. */
    int row(int index) {
        return selected[index];
    }

    void clear() {
        size = 0;
    }
}
