package dev.weir.consistency.report;

import java.time.Duration;
import java.util.Locale;

/** A length of time as people read it. */
final class Lapse {
    private static final long SECONDS_IN_WORDS = 120;

    private Lapse() {}

    static String of(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 1_000_000) {
            return Html.number(nanos / 1000) + " µs";
        }
        if (nanos < 100_000_000) {
            return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
        }
        if (nanos < 1_000_000_000) {
            return Html.number(duration.toMillis()) + " ms";
        }
        if (duration.toSeconds() < SECONDS_IN_WORDS) {
            return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
        }
        return duration.toHours() > 0
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
