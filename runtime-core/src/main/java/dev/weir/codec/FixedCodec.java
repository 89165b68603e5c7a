package dev.weir.codec;

import java.util.function.BiConsumer;
import java.util.function.Function;

/** A stateless codec of values that always take the same number of bytes. */
record FixedCodec<T>(String fingerprint, int width, BiConsumer<T, ByteWriter> encoder, Function<ByteReader, T> decoder)
        implements Codec<T> {

    @Override
    public void encode(T value, ByteWriter out) {
        encoder.accept(value, out);
    }

    @Override
    public T decode(ByteReader in) {
        return decoder.apply(in);
    }
}
