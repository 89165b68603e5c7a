package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTimesTest {
    private static Instant parse(String text) {
        byte[] bytes = ("2" + text + "Z").getBytes(StandardCharsets.UTF_8);
        return CsvTimes.parseInstant(bytes, 1, bytes.length - 1);
    }

    @Test
    void instantsAreWhatTheLibraryMakesOfThem() {
        Random random = new Random(5);
        int[] nanos = {0, 123_000_000, 120_000_000, 5, 999_999_999, 123_456_000};
        for (int round = 0; round < 50_000; round++) {
            long second = (long) (random.nextDouble() * 300_000_000_000L) - 60_000_000_000L;
            Instant instant = Instant.ofEpochSecond(second, nanos[random.nextInt(nanos.length)]);
            assertThat(parse(instant.toString())).isEqualTo(instant);
        }
    }

    @Test
    void readsOffsetsAndSpaces() {
        Instant noon = Instant.parse("2025-01-31T12:00:00Z");
        assertThat(parse(" 2025-01-31T12:00:00Z ")).isEqualTo(noon);
        assertThat(parse("2025-01-31T13:00:00+01:00")).isEqualTo(noon);
        assertThat(parse("2025-01-31T12:00Z")).isEqualTo(noon);
        assertThat(parse("2025-01-31T12:00:00.1Z")).isEqualTo(noon.plusMillis(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2025-01-31",
                "2025-01-31T12:00:00",
                "2025-01-31 12:00:00Z",
                "2025-02-29T12:00:00Z",
                "2025-13-01T12:00:00Z",
                "2025-01-31T24:00:01Z",
                "2025-01-31T12:60:00Z",
                "2025-01-31T12:00:00.1234567890Z",
                "2025-01-31T12:00:0aZ",
                "yesterday"
            })
    void otherTextIsNoInstant(String text) {
        assertThat(parse(text)).isNull();
    }

    @Test
    void readsDays() {
        assertThat(CsvTimes.parseDate("2024-02-29")).hasToString("2024-02-29");
        assertThat(CsvTimes.parseDate("2025-02-29")).isNull();
    }
}
