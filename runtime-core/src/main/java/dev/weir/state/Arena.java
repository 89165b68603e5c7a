package dev.weir.state;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Byte strings one behind the other, each behind its length. What is freed stays as a gap until the owner, which alone
 * knows all references, moves the rest into a new arena.
 */
final class Arena {
    /** The size at which a table rather splits than lets its arena grow. */
    static final int SPLIT_SIZE = 1 << 25;

    private static final int MAX_SIZE = 1 << 30;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int end;
    private int dead;

    Arena() {}

    Arena(int capacity) {
        bytes = new byte[capacity];
    }

    /** What a string of this length takes; the slack lets a value grow a little in place. */
    static long footprint(int length) {
        return Integer.BYTES + ((length + 7L) & ~7L);
    }

    boolean hasRoom(long more) {
        return bytes.length - end >= more;
    }

    /** Whether so much is free that moving the rest pays. */
    boolean isSparse() {
        return dead > (end >> 2);
    }

    int liveSize() {
        return end - dead;
    }

    /** Makes room by doubling. */
    void grow(long more) {
        bytes = Arrays.copyOf(bytes, capacityFor(end, more));
    }

    /** The capacity of an arena for so much and as much again. */
    static int capacityFor(int kept, long more) {
        if (kept + more > MAX_SIZE) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot grow keyed state: the values under one hash exceed 1 GiB: " + (kept + more)
                            + " bytes; keep less per key, or use list or map state");
        }
        return (int) Math.min(MAX_SIZE, Math.max(64, 2L * kept + more));
    }

    /** Appends a string; the caller has made room. */
    int append(byte[] source, int offset, int length) {
        int reference = end;
        INT.set(bytes, reference, length);
        System.arraycopy(source, offset, bytes, reference + Integer.BYTES, length);
        end += (int) footprint(length);
        return reference;
    }

    /** Copies a string of another arena; the caller has made room. */
    int append(Arena other, int reference) {
        return append(other.bytes, start(reference), other.length(reference));
    }

    boolean fits(int reference, int length) {
        return footprint(length) <= footprint(length(reference));
    }

    /** Puts a string that {@link #fits} into the other's place. */
    void overwrite(int reference, byte[] source, int offset, int length) {
        dead += (int) (footprint(length(reference)) - footprint(length));
        INT.set(bytes, reference, length);
        System.arraycopy(source, offset, bytes, reference + Integer.BYTES, length);
    }

    void free(int reference) {
        dead += (int) footprint(length(reference));
    }

    byte[] array() {
        return bytes;
    }

    int length(int reference) {
        return (int) INT.get(bytes, reference);
    }

    /** Where the string's bytes begin in {@link #array()}. */
    static int start(int reference) {
        return reference + Integer.BYTES;
    }

    boolean equals(int reference, byte[] other, int offset, int length) {
        int start = start(reference);
        return length(reference) == length
                && Arrays.equals(bytes, start, start + length, other, offset, offset + length);
    }
}
