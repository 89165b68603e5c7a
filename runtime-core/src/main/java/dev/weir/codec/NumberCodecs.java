package dev.weir.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The codecs of numbers, {@link Boolean} and {@link Character}. */
final class NumberCodecs {
    static final Codec<Integer> INT = new FixedCodec<>("int", 4, (v, out) -> out.writeInt(v), ByteReader::readInt);

    static final Codec<Short> SHORT =
            new FixedCodec<>("short", 2, (v, out) -> writeShort(v, out), in -> (short) readShort(in));

    static final Codec<Byte> BYTE = new FixedCodec<>("byte", 1, (v, out) -> out.writeByte(v), ByteReader::readByte);

    static final Codec<Boolean> BOOLEAN =
            new FixedCodec<>("boolean", 1, (v, out) -> out.writeBoolean(v), ByteReader::readBoolean);

    static final Codec<Character> CHAR =
            new FixedCodec<>("char", 2, (v, out) -> writeShort(v, out), in -> (char) readShort(in));

    // All NaNs are equal, so the canonical one is written; -0.0 and 0.0 are not, and stay apart.
    static final Codec<Double> DOUBLE = new FixedCodec<>(
            "double", 8, (v, out) -> out.writeLong(Double.doubleToLongBits(v)), ByteReader::readDouble);

    static final Codec<Float> FLOAT = new FixedCodec<>(
            "float", 4, (v, out) -> out.writeInt(Float.floatToIntBits(v)), in -> Float.intBitsToFloat(in.readInt()));

    private NumberCodecs() {}

    private static void writeShort(int value, ByteWriter out) {
        out.writeByte(value);
        out.writeByte(value >>> 8);
    }

    private static int readShort(ByteReader in) {
        int low = in.readByte() & 0xFF;
        return (in.readByte() << 8) | low;
    }

    /** Two's complement, up to the limit. */
    enum BigIntegerCodec implements Codec<BigInteger> {
        INSTANCE;

        @Override
        public void encode(BigInteger value, ByteWriter out) {
            out.writeBytes(value.toByteArray());
        }

        @Override
        public BigInteger decode(ByteReader in) {
            return new BigInteger(BytesCodec.INSTANCE.decode(in));
        }

        @Override
        public String fingerprint() {
            return "bigint";
        }
    }

    /** The scale, then the unscaled value: 1.0 and 1.00 are unequal, as {@link BigDecimal#equals} has it. */
    enum BigDecimalCodec implements Codec<BigDecimal> {
        INSTANCE;

        @Override
        public void encode(BigDecimal value, ByteWriter out) {
            out.writeInt(value.scale());
            BigIntegerCodec.INSTANCE.encode(value.unscaledValue(), out);
        }

        @Override
        public BigDecimal decode(ByteReader in) {
            int scale = in.readInt();
            return new BigDecimal(BigIntegerCodec.INSTANCE.decode(in), scale);
        }

        @Override
        public String fingerprint() {
            return "decimal";
        }
    }
}
