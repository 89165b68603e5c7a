package dev.weir.codec;

import dev.weir.codec.NumberCodecs.BigDecimalCodec;
import dev.weir.codec.NumberCodecs.BigIntegerCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The built-in codecs that a class alone determines; all are stateless. */
final class ScalarCodecs {
    private static final Map<Class<?>, Codec<?>> BY_CLASS = Map.ofEntries(
            Map.entry(Long.class, LongCodec.INSTANCE),
            Map.entry(long.class, LongCodec.INSTANCE),
            Map.entry(Integer.class, NumberCodecs.INT),
            Map.entry(int.class, NumberCodecs.INT),
            Map.entry(Short.class, NumberCodecs.SHORT),
            Map.entry(short.class, NumberCodecs.SHORT),
            Map.entry(Byte.class, NumberCodecs.BYTE),
            Map.entry(byte.class, NumberCodecs.BYTE),
            Map.entry(Boolean.class, NumberCodecs.BOOLEAN),
            Map.entry(boolean.class, NumberCodecs.BOOLEAN),
            Map.entry(Character.class, NumberCodecs.CHAR),
            Map.entry(char.class, NumberCodecs.CHAR),
            Map.entry(Double.class, NumberCodecs.DOUBLE),
            Map.entry(double.class, NumberCodecs.DOUBLE),
            Map.entry(Float.class, NumberCodecs.FLOAT),
            Map.entry(float.class, NumberCodecs.FLOAT),
            Map.entry(String.class, StringCodec.INSTANCE),
            Map.entry(byte[].class, BytesCodec.INSTANCE),
            Map.entry(BigInteger.class, BigIntegerCodec.INSTANCE),
            Map.entry(BigDecimal.class, BigDecimalCodec.INSTANCE),
            Map.entry(Instant.class, TimeCodecs.INSTANT),
            Map.entry(Duration.class, TimeCodecs.DURATION),
            Map.entry(LocalDate.class, TimeCodecs.DATE),
            Map.entry(LocalTime.class, TimeCodecs.TIME),
            Map.entry(LocalDateTime.class, TimeCodecs.DATE_TIME),
            Map.entry(UUID.class, TimeCodecs.UNIQUE_ID));

    private ScalarCodecs() {}

    static @Nullable Codec<?> find(Class<?> type) {
        return BY_CLASS.get(type);
    }
}
