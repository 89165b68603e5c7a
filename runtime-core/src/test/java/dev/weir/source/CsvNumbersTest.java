package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvNumbersTest {
    private static double parseDouble(String text) {
        byte[] bytes = ("x" + text + "9").getBytes(StandardCharsets.UTF_8);
        return CsvNumbers.parseDouble(bytes, 1, bytes.length - 1);
    }

    private static long parseLong(String text) {
        byte[] bytes = ("1" + text + "9").getBytes(StandardCharsets.UTF_8);
        return CsvNumbers.parseLong(bytes, 1, bytes.length - 1);
    }

    @Test
    void longsAreWhatTheLibraryMakesOfThem() {
        Random random = new Random(3);
        for (int round = 0; round < 100_000; round++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(parseLong(Long.toString(value))).isEqualTo(value);
        }
        assertThat(parseLong(" +0042 ")).isEqualTo(42);
        assertThat(parseLong("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(parseLong("-9223372036854775807")).isEqualTo(-Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "-", "+", "1.0", "1 2", "0x10", "--1", "9223372036854775808", "99999999999999999999"})
    void otherTextIsNoLong(String text) {
        assertThat(parseLong(text)).isEqualTo(CsvNumbers.PERHAPS_NO_LONG);
        assertThat(CsvNumbers.isSmallestLong(text)).isFalse();
    }

    @Test
    void smallestLongIsOne() {
        assertThat(CsvNumbers.isSmallestLong(" -9223372036854775808")).isTrue();
    }

    @Test
    void doublesAreWhatTheLibraryMakesOfThem() {
        Random random = new Random(4);
        for (int round = 0; round < 100_000; round++) {
            String text = randomNumber(random);
            assertThat(Double.doubleToRawLongBits(parseDouble(text)))
                    .as(text)
                    .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
        }
    }

    private static String randomNumber(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> (random.nextInt(2_000_000) - 1_000_000) / 100.0 + "";
            case 3 -> "-" + (random.nextLong() >>> 11) + "." + random.nextInt(1000);
            default -> digits(random, 1 + random.nextInt(24)) + "." + digits(random, random.nextInt(30));
        };
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int digit = 0; digit < count; digit++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", ".", "1,5", "1.2.3", "1d", "1F", "0x1p3", "one", "1 2", "--1"})
    void otherTextIsNoDouble(String text) {
        assertThatThrownBy(() -> parseDouble(text)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void infinityAndNotANumberAreDoubles() {
        assertThat(parseDouble("-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(parseDouble("NaN")).isNaN();
        assertThat(parseDouble(" 2.5 ")).isEqualTo(2.5);
        assertThat(parseDouble("1e3")).isEqualTo(1000);
    }
}
