package dev.weir.state;

import dev.weir.codec.Codec;

/**
 * Where the parts of a table's entry lie: epoch (4 bytes, negative for a tombstone, 0 for an empty slot), key field,
 * value field. A field of fixed width lies in the entry. Another is a reference (4 bytes) into the arena; a key's stands
 * behind its hash (4 bytes), so that other keys are told apart without a look at the arena.
 *
 * @param keyWidth bytes of every key, or {@link Codec#VARIABLE}
 * @param valueWidth bytes of every value, or {@link Codec#VARIABLE}
 */
record EntryLayout(int keyWidth, int valueWidth) {
    static final int KEY_AT = 4;
    static final int HASH_AT = 4;
    static final int KEY_REFERENCE_AT = 8;

    private static final int REFERENCE = 4;
    private static final int MAX_SLOTS = 1 << 15;
    private static final int MAX_BYTES = 1 << 21;

    boolean keyInline() {
        return keyWidth != Codec.VARIABLE;
    }

    boolean valueInline() {
        return valueWidth != Codec.VARIABLE;
    }

    boolean inline() {
        return keyInline() && valueInline();
    }

    int valueAt() {
        return keyInline() ? KEY_AT + keyWidth : KEY_REFERENCE_AT + REFERENCE;
    }

    int entrySize() {
        return valueAt() + (valueInline() ? valueWidth : REFERENCE);
    }

    /** The slots at which a table splits rather than grows: what can be rebuilt in about a millisecond. */
    int maxSlots() {
        return Math.max(16, Math.min(MAX_SLOTS, MAX_BYTES / entrySize()));
    }

    /** Whether so many entries and tombstones can be in so many bytes of a file; there is one key of no bytes at most. */
    boolean canHold(int live, int tombstones, int bytes) {
        int key = keyInline() ? keyWidth : 1;
        int value = valueInline() ? valueWidth : 1;
        long least = (long) live * (key + value) + (long) tombstones * key;
        return live >= 0
                && tombstones >= 0
                && bytes >= least
                && (!inline() || bytes == least)
                && (key > 0 || live + (long) tombstones <= 1);
    }

    /** The width of parts side by side. */
    static int sum(int left, int right) {
        return left == Codec.VARIABLE || right == Codec.VARIABLE ? Codec.VARIABLE : left + right;
    }
}
