package dev.weir.jdbc;

import java.util.Arrays;

/**
 * Leaves out rows whose key comes again later, with a version that is not lower. Keys are compared by their encoded bytes, in a table with open addressing
 * that is made once.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class LastOfEachKey {
    private static final int EMPTY = -1;
    private static final int SPREAD = 0x9E3779B9;

    private final int keyCount;
    private final boolean versioned;
    private final RowVersion version = new RowVersion();
    private final RowVersion otherVersion = new RowVersion();
    private final RowCursor cursor = new RowCursor();
    /** Rows' indexes in the selection. */
    private int[] slots = {EMPTY};

    private int[] keyStarts = {};
    private int[] keyEnds = {};

    LastOfEachKey(TableLayout layout) {
        this.keyCount = layout.keys().size();
        this.versioned = layout.version() != null;
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
            int winner = i;
            int slot = hash(array, start, end) & mask;
            while (true) {
                int other = slots[slot];
                if (other == EMPTY) {
                    break;
                }
                if (Arrays.equals(array, keyStarts[other], keyEnds[other], array, start, end)) {
                    boolean newer = !versioned || isNewer(rows, i, other);
                    replaced[newer ? other : i] = true;
                    replacedCount++;
                    winner = newer ? i : other;
                    break;
                }
                slot = slot + 1 & mask;
            }
            slots[slot] = winner;
        }
        return replacedCount == 0 ? rows : without(rows, replaced, size - replacedCount);
    }

    /** Whether a row would change the other, which came before; the version stands behind the keys. */
    private boolean isNewer(RowSelection rows, int row, int other) {
        cursor.to(rows.rows(), rows.row(row)).skip(keyCount);
        version.read(cursor);
        cursor.to(rows.rows(), rows.row(other)).skip(keyCount);
        otherVersion.read(cursor);
        return version.compareTo(otherVersion) >= 0;
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
