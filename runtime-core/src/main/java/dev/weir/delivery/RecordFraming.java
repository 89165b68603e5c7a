package dev.weir.delivery;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/**
 * How one record lies in a segment: its bytes, behind their number as an int if the codec has no fixed width.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class RecordFraming<T> {
    private final Codec<T> codec;
    private final boolean framed;

    RecordFraming(Codec<T> codec) {
        this.codec = codec;
        // A width of 0 is framed too, or the records could not be counted.
        this.framed = codec.width() == Codec.VARIABLE || codec.width() == 0;
    }

    RecordFraming<T> duplicate() {
        return new RecordFraming<>(codec.duplicate());
    }

    String fingerprint() {
        return codec.fingerprint();
    }

    void append(T value, ByteWriter out) {
        if (!framed) {
            codec.encode(value, out);
            return;
        }
        int start = out.size();
        out.writeInt(0);
        codec.encode(value, out);
        out.putInt(start, out.size() - start - Integer.BYTES);
    }

    /** How many bytes stand before a record's own. */
    int prefix() {
        return framed ? Integer.BYTES : 0;
    }

    /** Reads the next record; the reader's limit is the end of all. */
    T next(ByteReader in) {
        int length = length(in);
        int end = in.limit();
        int next = in.position() + length;
        in.limit(next);
        T value = codec.decode(in);
        in.skip(next - in.position());
        in.limit(end);
        return value;
    }

    /** Goes behind the next record and returns the length of its encoded bytes, which end there. */
    int skip(ByteReader in) {
        int length = length(in);
        in.skip(length);
        return length;
    }

    private int length(ByteReader in) {
        int length = framed ? in.readInt() : codec.width();
        if (length < 0 || length > in.remaining()) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_CORRUPT,
                    "Cannot read a segment: a record ends after the segment does: length " + length + ", left "
                            + in.remaining() + "; restore an older checkpoint");
        }
        return length;
    }
}
