package dev.weir.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Any text as the name of a file, and back: letters, digits, {@code -}, {@code _} and {@code .} (not in front) stay,
 * every other byte of its UTF-8 form becomes {@code %} and two hex digits.
 */
final class EncodedName {
    /** File systems allow 255 bytes; the rest is for what a store adds. */
    static final int MAX_LENGTH = 200;

    private static final HexFormat HEX = HexFormat.of();

    private EncodedName() {}

    static String encode(String text) {
        if (isUnchanged(text)) {
            return text;
        }
        StringBuilder name = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isSafe(b) && !(b == '.' && name.isEmpty())) {
                name.append((char) b);
            } else {
                HEX.toHexDigits(name.append('%'), b);
            }
        }
        return name.toString();
    }

    /** The text that {@link #encode} turned into this name; of any other name, something. */
    static String decode(String name) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            if (c == '%' && at + 2 < name.length() && areHexDigits(name, at + 1)) {
                text.write(HexFormat.fromHexDigits(name, at + 1, at + 3));
                at += 2;
            } else {
                text.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static boolean isUnchanged(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isSafe(text.charAt(i))) {
                return false;
            }
        }
        return !text.startsWith(".");
    }

    private static boolean areHexDigits(String name, int at) {
        return HexFormat.isHexDigit(name.charAt(at)) && HexFormat.isHexDigit(name.charAt(at + 1));
    }

    private static boolean isSafe(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }
}
