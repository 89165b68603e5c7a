package dev.weir.jdbc;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of values that a column takes, and how each lies in an encoded row: its tag as a byte, then its bytes. A tag
 * never changes its meaning, since rows wait in checkpoints.
 */
enum ValueType {
    NULL(0) {
        @Override
        void encode(Object value, ByteWriter out) {}

        @Override
        void skip(ByteReader in) {}

        @Override
        void text(ByteReader in, SqlText out) {
            out.raw("null");
        }

        @Override
        void bind(ByteReader in, PreparedStatement statement, int parameter, SqlText scratch) throws SQLException {
            statement.setNull(parameter, Types.NULL);
        }
    },
    BOOLEAN(1) {
        @Override
        void encode(Object value, ByteWriter out) {
            out.writeBoolean((Boolean) value);
        }

        @Override
        void skip(ByteReader in) {
            in.skip(1);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.raw(in.readBoolean() ? "true" : "false");
        }

        @Override
        void bind(ByteReader in, PreparedStatement statement, int parameter, SqlText scratch) throws SQLException {
            statement.setBoolean(parameter, in.readBoolean());
        }
    },
    INT(2) {
        @Override
        void encode(Object value, ByteWriter out) {
            out.writeInt(((Number) value).intValue());
        }

        @Override
        void skip(ByteReader in) {
            in.skip(Integer.BYTES);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.number(in.readInt());
        }

        @Override
        void bind(ByteReader in, PreparedStatement statement, int parameter, SqlText scratch) throws SQLException {
            statement.setInt(parameter, in.readInt());
        }
    },
    LONG(3) {
        @Override
        void encode(Object value, ByteWriter out) {
            out.writeLong((Long) value);
        }

        @Override
        void skip(ByteReader in) {
            in.skip(Long.BYTES);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.number(in.readLong());
        }

        @Override
        void bind(ByteReader in, PreparedStatement statement, int parameter, SqlText scratch) throws SQLException {
            statement.setLong(parameter, in.readLong());
        }
    },
    FLOAT(4) {
        @Override
        void encode(Object value, ByteWriter out) {
            out.writeInt(Float.floatToRawIntBits((Float) value));
        }

        @Override
        void skip(ByteReader in) {
            in.skip(Integer.BYTES);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.raw(Float.toString(Float.intBitsToFloat(in.readInt())));
        }

        @Override
        void bind(ByteReader in, PreparedStatement statement, int parameter, SqlText scratch) throws SQLException {
            statement.setFloat(parameter, Float.intBitsToFloat(in.readInt()));
        }
    },
    DOUBLE(5) {
        @Override
        void encode(Object value, ByteWriter out) {
            out.writeDouble((Double) value);
        }

        @Override
        void skip(ByteReader in) {
            in.skip(Double.BYTES);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.raw(Double.toString(in.readDouble()));
        }

        @Override
        void bind(ByteReader in, PreparedStatement statement, int parameter, SqlText scratch) throws SQLException {
            statement.setDouble(parameter, in.readDouble());
        }
    },
    /** The scale, then the unscaled number. */
    DECIMAL(6) {
        @Override
        void encode(Object value, ByteWriter out) {
            BigDecimal number = value instanceof BigInteger integer ? new BigDecimal(integer) : (BigDecimal) value;
            out.writeInt(number.scale());
            out.writeBlob(number.unscaledValue().toByteArray());
        }

        @Override
        void skip(ByteReader in) {
            in.skip(Integer.BYTES);
            in.skip(in.readVarInt());
        }

        private BigDecimal decode(ByteReader in) {
            int scale = in.readInt();
            return new BigDecimal(new BigInteger(in.readBlob()), scale);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.raw(decode(in).toString());
        }

        @Override
        void bind(ByteReader in, PreparedStatement statement, int parameter, SqlText scratch) throws SQLException {
            statement.setBigDecimal(parameter, decode(in));
        }
    },
    STRING(7) {
        @Override
        void encode(Object value, ByteWriter out) {
            encodeText(value instanceof Enum<?> constant ? constant.name() : value.toString(), out);
        }

        @Override
        void skip(ByteReader in) {
            in.skip(in.readInt());
        }

        @Override
        void text(ByteReader in, SqlText out) {
            int length = in.readInt();
            out.text(in.array(), in.position(), length);
            in.skip(length);
        }

        @Override
        void bind(ByteReader in, PreparedStatement statement, int parameter, SqlText scratch) throws SQLException {
            int length = in.readInt();
            statement.setString(parameter, new String(in.array(), in.position(), length, StandardCharsets.UTF_8));
            in.skip(length);
        }
    },
    BYTES(8) {
        @Override
        void encode(Object value, ByteWriter out) {
            byte[] bytes = (byte[]) value;
            out.writeInt(bytes.length);
            out.writeBytes(bytes);
        }

        @Override
        void skip(ByteReader in) {
            in.skip(in.readInt());
        }

        @Override
        void text(ByteReader in, SqlText out) {
            int length = in.readInt();
            out.bytes(in.array(), in.position(), length);
            in.skip(length);
        }

        @Override
        void bind(ByteReader in, PreparedStatement statement, int parameter, SqlText scratch) throws SQLException {
            statement.setBytes(parameter, in.readBytes(in.readInt()));
        }
    },
    /** Its two halves. */
    UUID_TEXT(9) {
        @Override
        void encode(Object value, ByteWriter out) {
            UUID uuid = (UUID) value;
            out.writeLong(uuid.getMostSignificantBits());
            out.writeLong(uuid.getLeastSignificantBits());
        }

        @Override
        void skip(ByteReader in) {
            in.skip(2 * Long.BYTES);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.raw(new UUID(in.readLong(), in.readLong()).toString());
        }
    },
    /** Seconds and nanoseconds since 1970 in UTC. */
    INSTANT(10) {
        @Override
        void encode(Object value, ByteWriter out) {
            Instant instant = value instanceof Instant already
                    ? already
                    : value instanceof OffsetDateTime offset ? offset.toInstant() : ((ZonedDateTime) value).toInstant();
            out.writeLong(instant.getEpochSecond());
            out.writeInt(instant.getNano());
        }

        @Override
        void skip(ByteReader in) {
            in.skip(Long.BYTES + Integer.BYTES);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.instant(in.readLong(), in.readInt());
        }
    },
    /** Days since 1970. */
    DATE(11) {
        @Override
        void encode(Object value, ByteWriter out) {
            LocalDate date = value instanceof java.sql.Date sql ? sql.toLocalDate() : (LocalDate) value;
            out.writeLong(date.toEpochDay());
        }

        @Override
        void skip(ByteReader in) {
            in.skip(Long.BYTES);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.era(out.date(in.readLong()));
        }
    },
    /** Nanoseconds since midnight. */
    TIME(12) {
        @Override
        void encode(Object value, ByteWriter out) {
            LocalTime time = value instanceof Time sql ? sql.toLocalTime() : (LocalTime) value;
            out.writeLong(time.toNanoOfDay());
        }

        @Override
        void skip(ByteReader in) {
            in.skip(Long.BYTES);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.time(in.readLong());
        }
    },
    /** Without a zone. */
    DATE_TIME(13) {
        @Override
        void encode(Object value, ByteWriter out) {
            LocalDateTime dateTime = value instanceof Timestamp sql ? sql.toLocalDateTime() : (LocalDateTime) value;
            out.writeLong(dateTime.toLocalDate().toEpochDay());
            out.writeLong(dateTime.toLocalTime().toNanoOfDay());
        }

        @Override
        void skip(ByteReader in) {
            in.skip(2 * Long.BYTES);
        }

        @Override
        void text(ByteReader in, SqlText out) {
            out.dateTime(in.readLong(), in.readLong());
        }
    };

    private static final ValueType[] BY_TAG = new ValueType[values().length];

    static {
        for (ValueType type : values()) {
            BY_TAG[type.tag] = type;
        }
    }

    private final int tag;

    ValueType(int tag) {
        this.tag = tag;
    }

    /** The byte that stands before the value's own. */
    int tag() {
        return tag;
    }

    /** The type of the value that follows; reads its tag. */
    static ValueType next(ByteReader in) {
        return BY_TAG[in.readByte()];
    }

    /** The type for values of a class, or null if there is none. */
    static @Nullable ValueType of(Class<?> values) {
        if (values == String.class || values == Character.class || Enum.class.isAssignableFrom(values)) {
            return STRING;
        }
        if (values == Long.class) {
            return LONG;
        }
        if (values == Integer.class || values == Short.class || values == Byte.class) {
            return INT;
        }
        if (values == Boolean.class) {
            return BOOLEAN;
        }
        if (values == Double.class) {
            return DOUBLE;
        }
        if (values == Float.class) {
            return FLOAT;
        }
        if (BigDecimal.class.isAssignableFrom(values) || BigInteger.class.isAssignableFrom(values)) {
            return DECIMAL;
        }
        if (values == byte[].class) {
            return BYTES;
        }
        if (values == UUID.class) {
            return UUID_TEXT;
        }
        return ofTime(values);
    }

    private static @Nullable ValueType ofTime(Class<?> values) {
        if (values == Instant.class || values == OffsetDateTime.class || values == ZonedDateTime.class) {
            return INSTANT;
        }
        if (values == LocalDate.class || values == java.sql.Date.class) {
            return DATE;
        }
        if (values == LocalTime.class || values == Time.class) {
            return TIME;
        }
        return values == LocalDateTime.class || values == Timestamp.class ? DATE_TIME : null;
    }

    /** Appends the value's bytes, without the tag. */
    abstract void encode(Object value, ByteWriter out);

    /** Goes behind a value. */
    abstract void skip(ByteReader in);

    /** Reads a value and appends its text. */
    abstract void text(ByteReader in, SqlText out);

    /** Reads a value and sets a parameter to it: to its text if nothing else is said. */
    void bind(ByteReader in, PreparedStatement statement, int parameter, SqlText scratch) throws SQLException {
        scratch.clear();
        text(in, scratch);
        statement.setString(parameter, scratch.toString());
    }

    private static void encodeText(String text, ByteWriter out) {
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
