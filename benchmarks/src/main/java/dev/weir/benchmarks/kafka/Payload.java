package dev.weir.benchmarks.kafka;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Records of 100 bytes: a number, what the map makes of it, and text. */
final class Payload {
    static final int LENGTH = 100;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int TEXT_AT = 2 * Long.BYTES;
    private static final byte[] TEXT = ("a weir keeps the water at one level and lets every drop over it pass exactly"
                    + " once, whatever comes down the river ")
            .repeat(2)
            .getBytes(StandardCharsets.US_ASCII);
    private static final int TEXTS = TEXT.length - LENGTH;

    private Payload() {}

    static byte[] of(long number) {
        byte[] bytes = new byte[LENGTH];
        LONG.set(bytes, 0, number);
        System.arraycopy(TEXT, (int) (number % TEXTS), bytes, TEXT_AT, LENGTH - TEXT_AT);
        return bytes;
    }

    static long number(byte[] bytes) {
        return (long) LONG.get(bytes, 0);
    }

    /** What the jobs do with each record: a new one with a second number. */
    static byte[] map(byte[] bytes) {
        byte[] mapped = bytes.clone();
        LONG.set(mapped, Long.BYTES, expectedSecond(number(bytes)));
        return mapped;
    }

    static boolean isMapped(byte[] bytes) {
        return bytes.length == LENGTH && (long) LONG.get(bytes, Long.BYTES) == expectedSecond(number(bytes));
    }

    private static long expectedSecond(long number) {
        return number * 3 + 1;
    }
}
