package dev.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CodecsTest {
    static final CodecRegistry REGISTRY = CodecRegistry.of(List.of(), Map.of());

    static Stream<Object> values() {
        return Stream.of(
                0L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                -1,
                Integer.MIN_VALUE,
                (short) -2,
                Short.MAX_VALUE,
                (byte) -128,
                'x',
                '\uFFFF',
                true,
                false,
                -0.0,
                0.0,
                Double.NaN,
                Double.MIN_VALUE,
                Float.NEGATIVE_INFINITY,
                Float.NaN,
                "",
                "plain",
                "grüße",
                "\uD83D\uDE00 smile",
                "lone \uD800 high",
                "\uDC00",
                "low first \uDE00\uD83D",
                "\u0000",
                "x".repeat(100_000),
                BigInteger.ZERO,
                BigInteger.TWO.pow(200).negate(),
                new BigDecimal("1.00"),
                new BigDecimal("-12345678901234567890.123"),
                Instant.MIN,
                Instant.MAX,
                Instant.ofEpochSecond(-1, 1),
                Duration.ofNanos(-1),
                Duration.ofDays(100_000),
                LocalDate.MIN,
                LocalDate.MAX,
                LocalTime.MAX,
                LocalDateTime.MIN,
                LocalDateTime.of(2024, 2, 29, 23, 59, 59, 999_999_999),
                new UUID(-1, 1),
                TimeUnit.DAYS);
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsBackWhatItWrote(Object value) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        Codec<Object> codec = REGISTRY.codec(type);

        byte[] bytes = encode(codec, value);

        assertThat(decode(codec, bytes)).isEqualTo(value);
        assertThat(codec.width()).isIn(Codec.VARIABLE, bytes.length);
        assertThat(codec.duplicate().fingerprint()).isEqualTo(codec.fingerprint());
        assertThat(REGISTRY.keyCodec(type).fingerprint()).isEqualTo(codec.fingerprint());
    }

    @Test
    void namesItsFormats() {
        assertThat(Stream.of(
                                Codecs.longs(),
                                Codecs.ints(),
                                Codecs.shorts(),
                                Codecs.chars(),
                                Codecs.doubles(),
                                Codecs.floats(),
                                Codecs.booleans(),
                                Codecs.strings(),
                                Codecs.bytes(),
                                Codecs.enums(TimeUnit.class))
                        .map(Codec::fingerprint))
                .containsExactly(
                        "long",
                        "int",
                        "short",
                        "char",
                        "double",
                        "float",
                        "boolean",
                        "string",
                        "bytes",
                        "enum:java.util.concurrent.TimeUnit");
    }

    @Test
    void hasFixedWidthWherePossible() {
        assertThat(Stream.of(Long.class, Integer.class, Double.class, Instant.class, UUID.class, LocalDate.class)
                        .map(type -> REGISTRY.codec(type).width()))
                .containsExactly(8, 4, 8, 12, 16, 8);
    }

    @Test
    void writesEveryNaNAlike() {
        double other = Double.longBitsToDouble(0x7ff8000000000001L);

        assertThat(encode(Codecs.doubles(), other)).isEqualTo(encode(Codecs.doubles(), Double.NaN));
    }

    @Test
    void keepsUnequalStringsUnequal() {
        assertThat(encode(Codecs.strings(), "\uD800")).isNotEqualTo(encode(Codecs.strings(), "\uDBFF"));
    }

    @Test
    void keepsByteArrays() {
        assertThat(decode(Codecs.bytes(), encode(Codecs.bytes(), new byte[] {1, -1})))
                .isEqualTo(new byte[] {1, -1});
    }

    @Test
    void keepsConstantsWithBodies() {
        Codec<Shape> codec = Codecs.enums(Shape.class);

        assertThat(decode(codec, encode(codec, Shape.ROUND))).isEqualTo(Shape.ROUND);
    }

    @Test
    void saysWhichConstantIsGone() {
        assertThatThrownBy(() -> decode(Codecs.enums(Shape.class), "OVAL".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(WeirException.class)
                .hasMessage("Cannot decode dev.weir.codec.CodecsTest$Shape: it has no such constant: OVAL;"
                        + " keep constants that state may hold");
    }

    @Test
    void refusesBytesThatEndTooEarly() {
        for (Type type : List.of(Long.class, Instant.class, UUID.class, Boolean.class, BigDecimal.class)) {
            assertThatThrownBy(() -> decode(REGISTRY.codec(type), new byte[0]))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA));
        }
    }

    @Test
    void prefersTheUsersCodec() {
        CodecRegistry registry = CodecRegistry.of(List.of(), Map.of(String.class, Codecs.bytes()));

        assertThat(registry.codec(String.class).fingerprint()).isEqualTo("bytes");
        assertThat(registry.keyCodec(String.class).fingerprint()).isEqualTo("bytes");
    }

    enum Shape {
        ROUND {
            @Override
            int corners() {
                return 0;
            }
        },
        SQUARE {
            @Override
            int corners() {
                return 4;
            }
        };

        abstract int corners();
    }

    static <T> byte[] encode(Codec<T> codec, T value) {
        ByteWriter out = new ByteWriter();
        codec.encode(value, out);
        return out.toByteArray();
    }

    static <T> T decode(Codec<T> codec, byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        T value = codec.decode(in);
        assertThat(in.remaining()).isZero();
        return value;
    }
}
