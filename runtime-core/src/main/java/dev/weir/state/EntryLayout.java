package dev.weir.state;

import dev.weir.codec.Codec;

/**
 * Where the parts of a table's entry lie: epoch (4 bytes, negative for a tombstone, 0 for an empty slot), hash (4 bytes),
 * key field, value field. A field of fixed width lies in the entry, another is a reference (4 bytes) into the arena.
 *
 * @param keyWidth bytes of every key, or {@link Codec#VARIABLE}
 * @param valueWidth bytes of every value, or {@link Codec#VARIABLE}
 */
record EntryLayout(int keyWidth, int valueWidth) {
    static final int HASH_AT = 4;
    static final int KEY_AT = 8;

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
        return KEY_AT + (keyInline() ? keyWidth : REFERENCE);
    }

    int entrySize() {
        return valueAt() + (valueInline() ? valueWidth : REFERENCE);
    }

    /** The slots at which a table splits rather than grows: what can be rebuilt in about a millisecond. */
    int maxSlots() {
        return Integer.highestOneBit(Math.max(16, Math.min(MAX_SLOTS, MAX_BYTES / entrySize())));
    }

    /** The width of parts side by side. */
    static int sum(int left, int right) {
        return left == Codec.VARIABLE || right == Codec.VARIABLE ? Codec.VARIABLE : left + right;
    }
}
