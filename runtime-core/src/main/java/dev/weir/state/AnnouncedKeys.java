package dev.weir.state;

import java.util.Arrays;

/** Where the keys lie that will be current soon, with what was computed of them; in order, one of them the current one. */
final class AnnouncedKeys {
    private static final int FIELDS = 4;
    private static final int LENGTH = 1;
    private static final int HASH = 2;
    private static final int GROUP = 3;

    private int[] fields = new int[8 * FIELDS];
    private int end;
    private int current = -FIELDS;

    /** Whether all that was announced has been current. */
    boolean isEmpty() {
        return current + FIELDS == end;
    }

    /** Whether none of those that are announced has been current yet. */
    boolean isAtStart() {
        return current < 0;
    }

    int count() {
        return end / FIELDS;
    }

    void add(int start, int length, int hash, int group) {
        if (isEmpty()) {
            end = 0;
            current = -FIELDS;
        }
        if (end == fields.length) {
            fields = Arrays.copyOf(fields, end * 2);
        }
        fields[end] = start;
        fields[end + LENGTH] = length;
        fields[end + HASH] = hash;
        fields[end + GROUP] = group;
        end += FIELDS;
    }

    void next() {
        if (isEmpty()) {
            throw new IllegalStateException("no key is announced");
        }
        current += FIELDS;
    }

    int start() {
        return fields[current];
    }

    int length() {
        return fields[current + LENGTH];
    }

    int hash() {
        return fields[current + HASH];
    }

    int group() {
        return fields[current + GROUP];
    }

    int hash(int index) {
        return fields[index * FIELDS + HASH];
    }

    int group(int index) {
        return fields[index * FIELDS + GROUP];
    }
}
