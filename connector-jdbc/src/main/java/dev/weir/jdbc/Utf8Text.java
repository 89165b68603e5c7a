package dev.weir.jdbc;

import dev.weir.codec.ByteWriter;
import java.nio.charset.StandardCharsets;

/** Texts in encoded rows: the number of bytes, then UTF-8. */
final class Utf8Text {
    private Utf8Text() {}

    static void encode(String text, ByteWriter out) {
        int length = text.length();
        int start = out.reserve(Integer.BYTES + length);
        byte[] target = out.array();
        int first = start + Integer.BYTES;
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.reserve(utf8.length - length);
                System.arraycopy(utf8, 0, out.array(), first, utf8.length);
                out.putInt(start, utf8.length);
                return;
            }
            target[first + i] = (byte) character;
        }
        out.putInt(start, length);
    }
}
