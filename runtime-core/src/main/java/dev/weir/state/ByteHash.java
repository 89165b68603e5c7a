package dev.weir.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashes encoded keys; all bits of the result are good. Eight bytes at a time, mixed as in MurmurHash3's finaliser. */
final class ByteHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private ByteHash() {}

    static int of(byte[] bytes, int offset, int length) {
        long hash = length * FACTOR;
        int at = offset;
        int end = offset + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(bytes, at));
        }
        if (at < end) {
            long rest = 0;
            for (; at < end; at++) {
                rest = (rest << 8) | (bytes[at] & 0xFF);
            }
            hash = mix(hash ^ rest);
        }
        return (int) hash;
    }

    static int mix(int value) {
        return (int) mix((long) value);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
