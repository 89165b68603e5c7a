package dev.weir.jdbc;

import java.util.Arrays;

/**
 * Leaves out rows whose key comes again later. Keys are compared by their encoded bytes, in a table with open addressing
 * that is made once.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class LastOfEachKey {
    private static final int EMPTY = -1;
    private static final int SPREAD = 0x9E3779B9;

    private final int keyCount;
    private final RowCursor cursor = new RowCursor();
    /** Rows' indexes in the selection. */
    private int[] slots = {EMPTY};

    private int[] keyStarts = {};
    private int[] keyEnds = {};

    LastOfEachKey(int keyCount) {
        this.keyCount = keyCount;
    }

    RowSelection of(RowSelection rows) {
        int size = rows.size();
        prepare(size);
        byte[] array = rows.rows().array();
        boolean[] replaced = new boolean[size];
        int replacedCount = 0;
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            cursor.to(rows.rows(), rows.row(i));
            int start = cursor.values().position();
            cursor.skip(keyCount);
            int end = cursor.values().position();
            keyStarts[i] = start;
            keyEnds[i] = end;
            int slot = hash(array, start, end) & mask;
            while (true) {
                int other = slots[slot];
                if (other == EMPTY) {
                    break;
                }
                if (Arrays.equals(array, keyStarts[other], keyEnds[other], array, start, end)) {
                    replaced[other] = true;
                    replacedCount++;
                    break;
                }
                slot = slot + 1 & mask;
            }
            slots[slot] = i;
        }
        return replacedCount == 0 ? rows : without(rows, replaced, size - replacedCount);
    }

    private static RowSelection without(RowSelection rows, boolean[] replaced, int left) {
        RowSelection last = new RowSelection(rows.rows(), left);
        for (int i = 0; i < replaced.length; i++) {
            if (!replaced[i]) {
                last.add(rows.row(i));
            }
        }
        return last;
    }

    private void prepare(int size) {
        int wanted = Integer.highestOneBit(Math.max(1, size)) * 4;
        if (slots.length < wanted) {
            slots = new int[wanted];
            keyStarts = new int[wanted / 2];
            keyEnds = new int[wanted / 2];
        }
        Arrays.fill(slots, EMPTY);
    }

    private static int hash(byte[] array, int start, int end) {
        int hash = 1;
        for (int at = start; at < end; at++) {
            hash = 31 * hash + array[at];
        }
        int spread = hash * SPREAD;
        return spread ^ spread >>> 15;
    }
}
