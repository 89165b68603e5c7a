package dev.weir.source;

import java.nio.charset.StandardCharsets;

/** Numbers read from ASCII bytes, without an object in between. */
final class CsvNumbers {
    /** What {@link #parseLong} returns for text that is no long, and for the smallest long. */
    static final long PERHAPS_NO_LONG = Long.MIN_VALUE;

    /** Any sum of digits below this can take another digit without overflow. */
    private static final long SAFE_BEFORE_DIGIT = Long.MAX_VALUE / 10;
    /** Whole numbers up to here are exact as double. */
    private static final long LARGEST_EXACT = 1L << 53;
    /** Powers of ten that are exact as double. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private CsvNumbers() {}

    static long parseLong(byte[] bytes, int start, int end) {
        int from = skipSpaces(bytes, start, end);
        int to = trimSpaces(bytes, from, end);
        boolean negative = from < to && bytes[from] == '-';
        int index = negative || (from < to && bytes[from] == '+') ? from + 1 : from;
        if (index == to) {
            return PERHAPS_NO_LONG;
        }
        long value = 0;
        for (; index < to; index++) {
            int digit = bytes[index] - '0';
            if (digit < 0 || digit > 9 || value > SAFE_BEFORE_DIGIT) {
                return PERHAPS_NO_LONG;
            }
            value = value * 10 + digit;
            if (value < 0) {
                return PERHAPS_NO_LONG;
            }
        }
        return negative ? -value : value;
    }

    static boolean isSmallestLong(String text) {
        try {
            return Long.parseLong(text.strip()) == Long.MIN_VALUE;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Digits that fit 53 bits with a small power of ten need one exact division, hence one rounding (Clinger, "How to
     * Read Floating Point Numbers Accurately", 1990); everything else goes the slow way.
     */
    static double parseDouble(byte[] bytes, int start, int end) {
        int from = skipSpaces(bytes, start, end);
        int to = trimSpaces(bytes, from, end);
        boolean negative = from < to && bytes[from] == '-';
        int index = negative ? from + 1 : from;
        long digits = 0;
        int digitCount = 0;
        int fraction = -1;
        for (; index < to; index++) {
            int digit = bytes[index] - '0';
            if (digit >= 0 && digit <= 9 && digits <= LARGEST_EXACT) {
                digits = digits * 10 + digit;
                digitCount++;
                fraction += fraction >= 0 ? 1 : 0;
            } else if (bytes[index] == '.' && fraction < 0) {
                fraction = 0;
            } else {
                return parseAnyDouble(bytes, from, to);
            }
        }
        int power = Math.max(fraction, 0);
        if (digitCount == 0 || digits > LARGEST_EXACT || power >= POWERS.length) {
            return parseAnyDouble(bytes, from, to);
        }
        double value = digits / POWERS[power];
        return negative ? -value : value;
    }

    /** As {@link Double#parseDouble}, but without the forms of Java source: suffixes and hexadecimal. */
    private static double parseAnyDouble(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        boolean hasSuffix = !text.isEmpty() && "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0;
        if (hasSuffix || text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(text);
    }

    static int skipSpaces(byte[] bytes, int start, int end) {
        int index = start;
        while (index < end && bytes[index] == ' ') {
            index++;
        }
        return index;
    }

    static int trimSpaces(byte[] bytes, int start, int end) {
        int index = end;
        while (index > start && bytes[index - 1] == ' ') {
            index--;
        }
        return index;
    }
}
