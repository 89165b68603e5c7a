package dev.weir.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A type of column by which rows can be ordered and found again: its values travel to the database and back, and into a
 * checkpoint as text, without change. Floating-point numbers do not, so they are none.
 */
enum KeyType {
    INTEGER(Long.class) {
        @Override
        @Nullable
        Object read(ResultSet row, int column) throws SQLException {
            long value = row.getLong(column);
            return row.wasNull() ? null : value;
        }

        @Override
        Object parse(String text) {
            return Long.valueOf(text);
        }

        @Override
        @Nullable
        BigDecimal number(Object value) {
            return BigDecimal.valueOf((Long) value);
        }

        @Override
        Object atMost(BigDecimal number) {
            return number.setScale(0, RoundingMode.FLOOR).longValueExact();
        }
    },
    DECIMAL(BigDecimal.class) {
        @Override
        Object parse(String text) {
            return new BigDecimal(text);
        }

        @Override
        boolean same(Object one, Object other) {
            return ((BigDecimal) one).compareTo((BigDecimal) other) == 0;
        }

        @Override
        @Nullable
        BigDecimal number(Object value) {
            return (BigDecimal) value;
        }

        @Override
        Object atMost(BigDecimal number) {
            return number;
        }
    },
    DATE(LocalDate.class) {
        @Override
        Object parse(String text) {
            return LocalDate.parse(text);
        }

        @Override
        @Nullable
        BigDecimal number(Object value) {
            return BigDecimal.valueOf(((LocalDate) value).toEpochDay());
        }

        @Override
        Object atMost(BigDecimal number) {
            return LocalDate.ofEpochDay(number.setScale(0, RoundingMode.FLOOR).longValueExact());
        }
    },
    /** Without a time zone, or of MySQL, where the session's zone is UTC. */
    TIMESTAMP(LocalDateTime.class) {
        @Override
        Object parse(String text) {
            return LocalDateTime.parse(text);
        }

        @Override
        @Nullable
        BigDecimal number(Object value) {
            return micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
        }

        @Override
        Object atMost(BigDecimal number) {
            return LocalDateTime.ofInstant(instant(number), ZoneOffset.UTC);
        }
    },
    INSTANT(OffsetDateTime.class) {
        @Override
        Object parse(String text) {
            return OffsetDateTime.parse(text);
        }

        @Override
        boolean same(Object one, Object other) {
            return ((OffsetDateTime) one).isEqual((OffsetDateTime) other);
        }

        @Override
        @Nullable
        BigDecimal number(Object value) {
            return micros(((OffsetDateTime) value).toInstant());
        }

        @Override
        Object atMost(BigDecimal number) {
            return instant(number).atOffset(ZoneOffset.UTC);
        }
    },
    TEXT(String.class) {
        @Override
        Object parse(String text) {
            return text;
        }
    },
    UUID(java.util.UUID.class) {
        @Override
        Object parse(String text) {
            return java.util.UUID.fromString(text);
        }
    };

    private final Class<?> javaType;

    KeyType(Class<?> javaType) {
        this.javaType = javaType;
    }

    /** The type of a result's column, or null if rows cannot be ordered by it. */
    static @Nullable KeyType of(ResultSetMetaData columns, int column) throws SQLException {
        return switch (columns.getColumnTypeName(column)) {
            case "timestamptz" -> INSTANT;
            case "uuid" -> UUID;
            // Said to be a date and a text.
            case "YEAR", "JSON" -> null;
            default -> ofJdbcType(columns, column);
        };
    }

    private static @Nullable KeyType ofJdbcType(ResultSetMetaData columns, int column) throws SQLException {
        boolean wide = BigInteger.class.getName().equals(columns.getColumnClassName(column));
        return switch (columns.getColumnType(column)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> wide ? DECIMAL : INTEGER;
            case Types.NUMERIC, Types.DECIMAL -> DECIMAL;
            case Types.DATE -> DATE;
            case Types.TIMESTAMP -> TIMESTAMP;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR -> TEXT;
            default -> null;
        };
    }

    @Nullable
    Object read(ResultSet row, int column) throws SQLException {
        return row.getObject(column, javaType);
    }

    void bind(PreparedStatement statement, int parameter, Object value) throws SQLException {
        statement.setObject(parameter, value);
    }

    /** Reads what {@link Object#toString} gives for a value. */
    abstract Object parse(String text);

    /** Whether the database takes two values as one. Of text it says less: a collation may take more as one. */
    boolean same(Object one, Object other) {
        return one.equals(other);
    }

    /** A value's place on a line on which ranges of equal length can be cut, or null if there is no such line. */
    @Nullable
    BigDecimal number(Object value) {
        return null;
    }

    /** The last value that is not behind a place. */
    Object atMost(BigDecimal number) {
        throw new IllegalStateException("values of " + this + " have no place on a line: " + number);
    }

    private static @Nullable BigDecimal micros(Instant instant) {
        try {
            return BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
        } catch (ArithmeticException | DateTimeException e) {
            // PostgreSQL's infinity.
            return null;
        }
    }

    private static Instant instant(BigDecimal micros) {
        return Instant.EPOCH.plus(micros.setScale(0, RoundingMode.FLOOR).longValueExact(), ChronoUnit.MICROS);
    }
}
