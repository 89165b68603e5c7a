package dev.weir.codec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/** The built-in codecs. All but those of records with stateful parts are stateless. */
public final class Codecs {
    private Codecs() {}

    /** Eight bytes. */
    public static Codec<Long> longs() {
        return LongCodec.INSTANCE;
    }

    /** Four bytes. */
    public static Codec<Integer> ints() {
        return NumberCodecs.INT;
    }

    /** Two bytes. */
    public static Codec<Short> shorts() {
        return NumberCodecs.SHORT;
    }

    /** Two bytes. */
    public static Codec<Character> chars() {
        return NumberCodecs.CHAR;
    }

    /** Eight bytes; every NaN is read back as the same one. */
    public static Codec<Double> doubles() {
        return NumberCodecs.DOUBLE;
    }

    /** Four bytes; every NaN is read back as the same one. */
    public static Codec<Float> floats() {
        return NumberCodecs.FLOAT;
    }

    /** One byte. */
    public static Codec<Boolean> booleans() {
        return NumberCodecs.BOOLEAN;
    }

    /** UTF-8 up to the limit; strings with unpaired surrogates survive too. */
    public static Codec<String> strings() {
        return StringCodec.INSTANCE;
    }

    /** The bytes up to the limit. */
    public static Codec<byte[]> bytes() {
        return BytesCodec.INSTANCE;
    }

    /** A constant's name up to the limit; constants may be added and reordered while state exists. */
    public static <E extends Enum<E>> Codec<E> enums(Class<E> type) {
        return new EnumCodec<>(type);
    }

    /**
     * A record component by component, of fixed width when all components are. A component that is not primitive may be
     * null and takes one byte more. The fingerprint lists the components' names and formats.
     *
     * @param registry finds the components' codecs
     */
    public static <R extends Record> Codec<R> records(Class<R> type, CodecRegistry registry) {
        if (!type.isRecord()) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot make a record codec: the class is no record: " + type.getName() + "; name a record");
        }
        return registry.codec(type);
    }
}
