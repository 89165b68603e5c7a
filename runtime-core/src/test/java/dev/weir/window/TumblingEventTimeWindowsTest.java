package dev.weir.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TumblingEventTimeWindowsTest {
    private static void assertRefused(Duration size, Duration offset, String message) {
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> TumblingEventTimeWindows.of(size, offset))
                .withMessage(message)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB));
    }

    @Test
    void refusesASizeBelowAMillisecond() {
        assertRefused(
                Duration.ofNanos(999_999),
                Duration.ZERO,
                "Cannot make tumbling windows: the size is 0 ms; it must be at least a millisecond");
    }

    @Test
    void refusesAnOffsetOutsideTheSize() {
        assertRefused(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                "Cannot make tumbling windows: the offset is 1 s; it must be at least zero and less than the size (1 s)");
        assertRefused(
                Duration.ofSeconds(1),
                Duration.ofMillis(-1),
                "Cannot make tumbling windows: the offset is -1 ms; it must be at least zero and less than the size (1 s)");
    }
}
