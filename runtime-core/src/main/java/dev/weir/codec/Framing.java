package dev.weir.codec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import org.jspecify.annotations.Nullable;

/**
 * Puts values of variable width one behind the other. A first byte of 0 means null, 1 to 254 the length plus one, 255
 * that the length follows in four bytes. Equal values have equal frames.
 */
final class Framing {
    private static final int NULL = 0;
    private static final int LONG = 255;

    private Framing() {}

    static <T> void write(@Nullable T value, Codec<T> codec, ByteWriter out) {
        int mark = out.size();
        out.writeByte(NULL);
        if (value == null) {
            return;
        }
        codec.encode(value, out);
        int length = out.size() - mark - 1;
        if (length < LONG - 1) {
            out.array()[mark] = (byte) (length + 1);
        } else {
            out.writeInt(0);
            System.arraycopy(out.array(), mark + 1, out.array(), mark + 5, length);
            out.array()[mark] = (byte) LONG;
            out.putInt(mark + 1, length);
        }
    }

    static <T> @Nullable T read(Codec<T> codec, ByteReader in) {
        int first = in.readByte() & 0xFF;
        if (first == NULL) {
            return null;
        }
        int length = first == LONG ? in.readInt() : first - 1;
        if (length < 0 || length > in.remaining()) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot decode a value: a length is out of range: " + length + " of " + in.remaining());
        }
        int limit = in.limit();
        int end = in.position() + length;
        in.limit(end);
        T value = codec.decode(in);
        in.limit(limit);
        in.skip(end - in.position());
        return value;
    }
}
