package dev.weir.delivery;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import java.nio.charset.StandardCharsets;

/** Strings, framed by whoever uses it. */
record TextCodec(String fingerprint) implements Codec<String> {
    static final String UNWRITABLE = "unwritable";
    static final String UNREADABLE = "unreadable";

    @Override
    public void encode(String value, ByteWriter out) {
        if (value.startsWith(UNWRITABLE)) {
            throw new IllegalStateException(UNWRITABLE);
        }
        out.writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String decode(ByteReader in) {
        String value = new String(in.readBytes(in.remaining()), StandardCharsets.UTF_8);
        if (value.startsWith(UNREADABLE)) {
            throw new IllegalStateException(UNREADABLE);
        }
        return value;
    }
}
