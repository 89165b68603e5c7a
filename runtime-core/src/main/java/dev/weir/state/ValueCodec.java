package dev.weir.state;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/** A state's codec with the buffers to use it on tables, and the checks that keep a wrong codec from damaging them. */
final class ValueCodec<T> {
    private static final int SMALL = 64;

    private final String state;
    private final Codec<T> codec;
    private final ByteWriter writer = new ByteWriter();
    private final byte[] small;
    private final ByteReader reader;

    ValueCodec(String state, Codec<T> codec) {
        this.state = state;
        this.codec = codec;
        this.small = new byte[Math.max(SMALL, codec.width() + Integer.BYTES)];
        this.reader = new ByteReader(small);
    }

    ValueFormat format() {
        return ValueFormat.of(codec);
    }

    /** The value's bytes, valid until the next call. */
    ByteWriter encode(T value) {
        writer.clear();
        append(value);
        return writer;
    }

    /** The bytes of an index and a value. */
    ByteWriter encode(int index, T value) {
        writer.clear();
        writer.writeInt(index);
        append(value);
        return writer;
    }

    private void append(T value) {
        int start = writer.size();
        if (value == null) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot update state " + state + ": the value is null; clear or remove it instead");
        }
        codec.encode(value, writer);
        int length = writer.size() - start;
        if (codec.width() != Codec.VARIABLE && codec.width() != length) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot update state " + state + ": its codec " + codec.fingerprint() + " has a fixed width of "
                            + codec.width() + " bytes but wrote another: " + length
                            + "; mend the codec's width()");
        }
    }

    /** Reads the value in a slot, behind a prefix. */
    T decode(Table table, int slot, int prefix) {
        return codec.decode(valueOf(table, slot, prefix));
    }

    private ByteReader valueOf(Table table, int slot, int prefix) {
        if (table.layout().valueInline()) {
            return copy(
                    table.slots(),
                    table.valueOffset(slot) + prefix,
                    table.layout().valueWidth() - prefix);
        }
        Arena arena = table.arena();
        int reference = table.valueReference(slot);
        return read(arena.array(), Arena.start(reference) + prefix, arena.length(reference) - prefix);
    }

    private ByteReader read(byte[] source, int offset, int length) {
        return length <= SMALL ? copy(source, offset, length) : reader.reset(source, offset, length);
    }

    /** Lets the reader stay at one array: moving eight bytes is cheaper than the fence of storing a reference. */
    private ByteReader copy(byte[] source, int offset, int length) {
        FewBytes.copy(source, offset, small, 0, length);
        return reader.reset(small, 0, length);
    }
}
