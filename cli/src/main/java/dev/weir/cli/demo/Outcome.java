package dev.weir.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that a demo found out.
 *
 * @param finished when
 * @param took all of it
 * @param postgres the server's version
 * @param orderBytes the size of the order files
 */
record Outcome(
        DemoOptions options,
        Comparison comparison,
        Timeline.Content timeline,
        Instant finished,
        Duration took,
        String postgres,
        long orderBytes) {

    /** Whether the table was right: at the end to the cent, and never on its way back. */
    boolean isProven() {
        return comparison.isExact() && timeline.retreats() == 0;
    }

    Duration medianRecovery() {
        List<Duration> sorted =
                timeline.kills().stream().map(Kill::recovery).sorted().toList();
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }
}
