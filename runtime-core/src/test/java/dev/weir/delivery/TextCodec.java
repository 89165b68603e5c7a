package dev.weir.delivery;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import java.nio.charset.StandardCharsets;

/** Strings, framed by whoever uses it. */
record TextCodec(String fingerprint) implements Codec<String> {
    @Override
    public void encode(String value, ByteWriter out) {
        out.writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String decode(ByteReader in) {
        return new String(in.readBytes(in.remaining()), StandardCharsets.UTF_8);
    }
}
