package dev.weir.source;

/** Checks UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** The index of the first byte in {@code [from, to)} that does not begin a well-formed character, or -1. */
    static int firstMalformed(byte[] bytes, int from, int to) {
        if (ByteScan.isAscii(bytes, from, to)) {
            return -1;
        }
        int index = from;
        while (index < to) {
            int width = width(bytes, index, to);
            if (width == 0) {
                return index;
            }
            index += width;
        }
        return -1;
    }

    /** The number of bytes of the character at an index, or 0 if it is malformed. */
    private static int width(byte[] bytes, int index, int to) {
        int first = bytes[index] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xC2 || first > 0xF4 || index + 1 >= to) {
            return 0;
        }
        int second = bytes[index + 1] & 0xFF;
        if (first < 0xE0) {
            return isTail(second) ? 2 : 0;
        }
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        int width = first < 0xF0 ? 3 : 4;
        if (index + width > to) {
            return 0;
        }
        for (int tail = index + 2; tail < index + width; tail++) {
            if (!isTail(bytes[tail] & 0xFF)) {
                return 0;
            }
        }
        return width;
    }

    private static boolean isTail(int unit) {
        return (unit & 0xC0) == 0x80;
    }
}
