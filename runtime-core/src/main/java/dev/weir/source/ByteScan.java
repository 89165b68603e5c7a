package dev.weir.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches eight bytes at a time (the zero-byte test of "Hacker's Delight", 6-1). */
final class ByteScan {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private ByteScan() {}

    /** The first index of a byte in {@code [from, to)}, or -1. */
    static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        long pattern = (wanted & 0xFF) * ONES;
        int index = from;
        for (; index <= to - Long.BYTES; index += Long.BYTES) {
            long word = (long) LONG.get(bytes, index) ^ pattern;
            long zeros = (word - ONES) & ~word & HIGHS;
            if (zeros != 0) {
                return index + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; index < to; index++) {
            if (bytes[index] == wanted) {
                return index;
            }
        }
        return -1;
    }

    /** How often a byte occurs in {@code [from, to)}. */
    static long count(byte[] bytes, int from, int to, byte wanted) {
        long found = 0;
        for (int index = from; index < to; index++) {
            if (bytes[index] == wanted) {
                found++;
            }
        }
        return found;
    }

    static boolean isAscii(byte[] bytes, int from, int to) {
        int index = from;
        for (; index <= to - Long.BYTES; index += Long.BYTES) {
            if (((long) LONG.get(bytes, index) & HIGHS) != 0) {
                return false;
            }
        }
        for (; index < to; index++) {
            if (bytes[index] < 0) {
                return false;
            }
        }
        return true;
    }
}
