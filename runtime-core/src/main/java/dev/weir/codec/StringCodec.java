package dev.weir.codec;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 up to the limit. A string with an unpaired surrogate has no UTF-8 form; it is written as the byte {@code FF},
 * which no UTF-8 text contains, and its chars, so that unequal keys never become equal bytes.
 */
enum StringCodec implements Codec<String> {
    INSTANCE;

    private static final byte RAW_CHARS = (byte) 0xFF;

    @Override
    public void encode(String value, ByteWriter out) {
        if (!out.writeAscii(value)) {
            encodeBeyondAscii(value, out);
        }
    }

    private static void encodeBeyondAscii(String value, ByteWriter out) {
        if (hasUnpairedSurrogate(value)) {
            out.writeByte(RAW_CHARS);
            for (int i = 0; i < value.length(); i++) {
                out.writeByte(value.charAt(i) >>> 8);
                out.writeByte(value.charAt(i));
            }
        } else {
            out.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean hasUnpairedSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(value.codePointAt(i))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    @Override
    public String decode(ByteReader in) {
        int length = in.remaining();
        byte[] bytes = in.array();
        int start = in.position();
        in.skip(length);
        return length > 0 && bytes[start] == RAW_CHARS
                ? rawChars(bytes, start + 1, length / 2)
                : new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    private static String rawChars(byte[] bytes, int start, int count) {
        char[] chars = new char[count];
        for (int i = 0; i < count; i++) {
            chars[i] = (char) ((bytes[start + 2 * i] << 8) | (bytes[start + 2 * i + 1] & 0xFF));
        }
        return new String(chars);
    }

    @Override
    public String fingerprint() {
        return "string";
    }
}
