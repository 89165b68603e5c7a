package dev.weir.source;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Times as in ISO 8601. */
final class CsvTimes {
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int NANO_DIGITS = 9;
    /** {@code 2025-01-31T12:00:00} */
    private static final int LENGTH_TO_SECONDS = 19;

    private CsvTimes() {}

    /** An instant, or null if it is none. The form in UTC is read from the bytes, others go the slow way. */
    static @Nullable Instant parseInstant(byte[] bytes, int start, int end) {
        int from = CsvNumbers.skipSpaces(bytes, start, end);
        int to = CsvNumbers.trimSpaces(bytes, from, end);
        Instant utc = parseUtc(bytes, from, to);
        if (utc != null) {
            return utc;
        }
        try {
            return OffsetDateTime.parse(new String(bytes, from, to - from, StandardCharsets.UTF_8))
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable Instant parseUtc(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length <= LENGTH_TO_SECONDS
                || bytes[to - 1] != 'Z'
                || bytes[from + 4] != '-'
                || bytes[from + 7] != '-'
                || bytes[from + 10] != 'T'
                || bytes[from + 13] != ':'
                || bytes[from + 16] != ':') {
            return null;
        }
        int year = number(bytes, from, 4);
        int month = number(bytes, from + 5, 2);
        int day = number(bytes, from + 8, 2);
        int hour = number(bytes, from + 11, 2);
        int minute = number(bytes, from + 14, 2);
        int second = number(bytes, from + 17, 2);
        int nanos = nanos(bytes, from + LENGTH_TO_SECONDS, to - 1);
        if ((year | month | day | hour | minute | second | nanos) < 0 || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        try {
            long days = LocalDate.of(year, month, day).toEpochDay();
            return Instant.ofEpochSecond(days * SECONDS_PER_DAY + hour * 3600L + minute * 60L + second, nanos);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The fraction of a second in {@code [from, to)}: nothing, or a point and one to nine digits; -1 if it is neither. */
    private static int nanos(byte[] bytes, int from, int to) {
        if (from == to) {
            return 0;
        }
        int digits = to - from - 1;
        if (bytes[from] != '.' || digits < 1 || digits > NANO_DIGITS) {
            return -1;
        }
        int value = number(bytes, from + 1, digits);
        for (int digit = digits; digit < NANO_DIGITS && value > 0; digit++) {
            value *= 10;
        }
        return value;
    }

    /** Digits only; -1 if there is anything else. */
    private static int number(byte[] bytes, int from, int digits) {
        int value = 0;
        for (int index = from; index < from + digits; index++) {
            int digit = bytes[index] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    static @Nullable LocalDate parseDate(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
