package dev.weir.jdbc;

import dev.weir.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Values as text that a database reads, in UTF-8. Reused by {@link #clear}.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class SqlText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MOST_NEGATIVE = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_DIGITS = 19;
    private static final int NANOS_PER_MICRO = 1000;

    private final ByteWriter out = new ByteWriter(1 << 10);
    private final Escapes escapes;
    private final String utcSuffix;

    /** What is done about characters that mean something where the text is put. */
    enum Escapes {
        NONE,
        /** The text form of {@code COPY}. */
        COPY,
        /** An element of an array, in double quotes. */
        ARRAY
    }

    /** @param utcSuffix what the text of an instant ends with */
    SqlText(Escapes escapes, String utcSuffix) {
        this.escapes = escapes;
        this.utcSuffix = utcSuffix;
    }

    byte[] array() {
        return out.array();
    }

    int size() {
        return out.size();
    }

    void clear() {
        out.clear();
    }

    @Override
    public String toString() {
        return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    }

    /** Puts a byte as it is. */
    void raw(int character) {
        out.writeByte(character);
    }

    /** Puts characters of ASCII as they are. */
    void raw(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            out.writeByte(ascii.charAt(i));
        }
    }

    void number(long value) {
        if (value == Long.MIN_VALUE) {
            out.writeBytes(MOST_NEGATIVE);
            return;
        }
        if (value < 0) {
            out.writeByte('-');
        }
        long rest = Math.abs(value);
        int digits = digitsOf(rest);
        padded(rest, digits);
    }

    private static int digitsOf(long value) {
        long limit = 10;
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            if (value < limit) {
                return digits;
            }
            limit *= 10;
        }
        return MOST_DIGITS;
    }

    /** So many digits, with leading zeros. */
    void padded(long value, int digits) {
        int start = out.reserve(digits);
        byte[] target = out.array();
        long rest = value;
        for (int at = start + digits - 1; at >= start; at--) {
            long tenth = rest / 10;
            target[at] = (byte) ('0' + (rest - tenth * 10));
            rest = tenth;
        }
    }

    /** Text in UTF-8. */
    void text(byte[] source, int offset, int length) {
        if (escapes == Escapes.NONE) {
            out.writeBytes(source, offset, length);
            return;
        }
        int end = offset + length;
        int copied = offset;
        for (int at = offset; at < end; at++) {
            byte character = source[at];
            // All that need an escape are below or equal to a backslash.
            if (character <= '\\' && character >= 0 && needsEscape(character)) {
                out.writeBytes(source, copied, at - copied);
                escape(character);
                copied = at + 1;
            }
        }
        out.writeBytes(source, copied, end - copied);
    }

    private boolean needsEscape(byte character) {
        return character == '\\'
                || (escapes == Escapes.COPY
                        ? character == '\n' || character == '\r' || character == '\t'
                        : character == '"');
    }

    private void escape(byte character) {
        out.writeByte('\\');
        out.writeByte(
                switch (character) {
                    case '\n' -> 'n';
                    case '\r' -> 'r';
                    case '\t' -> 't';
                    default -> character;
                });
    }

    /** Bytes in hexadecimal, as PostgreSQL reads them. */
    void bytes(byte[] source, int offset, int length) {
        raw(escapes == Escapes.NONE ? "\\x" : "\\\\x");
        for (int at = offset; at < offset + length; at++) {
            out.writeByte(HEX[source[at] >> 4 & 0xF]);
            out.writeByte(HEX[source[at] & 0xF]);
        }
    }

    /** A day, and whether it needs {@link #era} behind the time. */
    LocalDate date(long epochDay) {
        LocalDate day = LocalDate.ofEpochDay(epochDay);
        int year = day.getYear() > 0 ? day.getYear() : 1 - day.getYear();
        padded(year, Math.max(4, digitsOf(year)));
        raw('-');
        padded(day.getMonthValue(), 2);
        raw('-');
        padded(day.getDayOfMonth(), 2);
        return day;
    }

    void era(LocalDate day) {
        if (day.getYear() <= 0) {
            raw(" BC");
        }
    }

    void time(long nanoOfDay) {
        long seconds = nanoOfDay / 1_000_000_000;
        padded(seconds / 3600, 2);
        raw(':');
        padded(seconds / 60 % 60, 2);
        raw(':');
        padded(seconds % 60, 2);
        long nanos = nanoOfDay % 1_000_000_000;
        if (nanos != 0) {
            raw('.');
            if (nanos % NANOS_PER_MICRO == 0) {
                padded(nanos / NANOS_PER_MICRO, 6);
            } else {
                padded(nanos, 9);
            }
        }
    }

    void dateTime(long epochDay, long nanoOfDay) {
        LocalDate day = date(epochDay);
        raw(' ');
        time(nanoOfDay);
        era(day);
    }

    void instant(long epochSecond, int nano) {
        long epochDay = Math.floorDiv(epochSecond, 86_400L);
        LocalDate day = date(epochDay);
        raw(' ');
        time(Math.floorMod(epochSecond, 86_400L) * 1_000_000_000 + nano);
        raw(utcSuffix);
        era(day);
    }
}
