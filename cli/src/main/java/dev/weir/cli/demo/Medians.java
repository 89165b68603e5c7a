package dev.weir.cli.demo;

import java.time.Duration;
import java.util.List;

/** The middle of some durations. */
final class Medians {

    private Medians() {}

    /** Zero of none. */
    static Duration of(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }
}
