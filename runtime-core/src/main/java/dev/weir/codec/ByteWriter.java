package dev.weir.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array, little-endian. Reused by {@link #clear()}. Not thread-safe. */
public final class ByteWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int size;

    public ByteWriter() {
        this(64);
    }

    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** The backing array: valid up to {@link #size()}, until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public ByteWriter clear() {
        size = 0;
        return this;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    public void writeInt(int value) {
        ensure(4);
        INT.set(bytes, size, value);
        size += 4;
    }

    public void writeLong(long value) {
        ensure(8);
        LONG.set(bytes, size, value);
        size += 8;
    }

    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /** A non-negative int in one to five bytes. */
    public void writeVarInt(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        writeByte(rest);
    }

    public void writeBytes(byte[] source) {
        writeBytes(source, 0, source.length);
    }

    public void writeBytes(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** Appends the chars as bytes if all are ASCII; otherwise appends nothing and returns false. */
    boolean writeAscii(String value) {
        int length = value.length();
        ensure(length);
        byte[] target = bytes;
        int start = size;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            target[start + i] = (byte) c;
        }
        size = start + length;
        return true;
    }

    /** A length as var int, then the bytes. */
    public void writeBlob(byte[] source) {
        writeVarInt(source.length);
        writeBytes(source);
    }

    /** UTF-8 behind its length in bytes. */
    public void writeString(String value) {
        writeBlob(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes room for {@code count} bytes, which the caller puts into {@link #array()}; returns where they begin. */
    public int reserve(int count) {
        ensure(count);
        int start = size;
        size += count;
        return start;
    }

    /** Overwrites four bytes written before. */
    public void putInt(int position, int value) {
        INT.set(bytes, position, value);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            long wanted = Math.max((long) size + more, Math.min((long) bytes.length * 2, MAX_SIZE));
            if (wanted > MAX_SIZE) {
                throw new OutOfMemoryError("a value of over 2 GiB cannot be encoded");
            }
            bytes = Arrays.copyOf(bytes, (int) wanted);
        }
    }
}
