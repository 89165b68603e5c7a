package dev.weir.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which classes of values a column takes. */
final class ValueClasses {
    private ValueClasses() {}

    /** The type for values of a class, or null if there is none. */
    static @Nullable ValueType typeOf(Class<?> values) {
        if (values == String.class || values == Character.class || Enum.class.isAssignableFrom(values)) {
            return ValueType.STRING;
        }
        if (values == Long.class) {
            return ValueType.LONG;
        }
        if (values == Integer.class || values == Short.class || values == Byte.class) {
            return ValueType.INT;
        }
        if (values == Boolean.class) {
            return ValueType.BOOLEAN;
        }
        if (values == Double.class) {
            return ValueType.DOUBLE;
        }
        if (values == Float.class) {
            return ValueType.FLOAT;
        }
        if (BigDecimal.class.isAssignableFrom(values) || BigInteger.class.isAssignableFrom(values)) {
            return ValueType.DECIMAL;
        }
        if (values == byte[].class) {
            return ValueType.BYTES;
        }
        if (values == UUID.class) {
            return ValueType.UUID_TEXT;
        }
        return ofTime(values);
    }

    private static @Nullable ValueType ofTime(Class<?> values) {
        if (values == Instant.class || values == OffsetDateTime.class || values == ZonedDateTime.class) {
            return ValueType.INSTANT;
        }
        if (values == LocalDate.class || values == java.sql.Date.class) {
            return ValueType.DATE;
        }
        if (values == LocalTime.class || values == Time.class) {
            return ValueType.TIME;
        }
        return values == LocalDateTime.class || values == Timestamp.class ? ValueType.DATE_TIME : null;
    }
}
