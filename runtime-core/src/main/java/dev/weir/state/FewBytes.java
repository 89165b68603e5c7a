package dev.weir.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies few bytes, eight at a time. {@link System#arraycopy} reads up to 32 bytes even for eight where the processor has
 * masked loads, and so often waits for the next cache line, which nobody asked for.
 */
final class FewBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private FewBytes() {}

    static void copy(byte[] source, int from, byte[] target, int to, int length) {
        int copied = 0;
        for (; length - copied >= Long.BYTES; copied += Long.BYTES) {
            LONG.set(target, to + copied, (long) LONG.get(source, from + copied));
        }
        for (; copied < length; copied++) {
            target[to + copied] = source[from + copied];
        }
    }
}
