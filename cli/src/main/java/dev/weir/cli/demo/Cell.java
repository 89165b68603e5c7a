package dev.weir.cli.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * A minute and a product: the key of the table.
 *
 * @param minute in UTC, as the order files write it, for example {@code 2025-03-14T09:26}
 */
record Cell(String minute, String product) implements Comparable<Cell> {

    /** How much of a time in an order file says the minute. */
    static final int MINUTE_LENGTH = "2025-03-14T09:26".length();

    /** The minute of a time in milliseconds since 1970. */
    static String minuteOf(long millis) {
        return Instant.ofEpochMilli(millis)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString()
                .substring(0, MINUTE_LENGTH);
    }

    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::minute).thenComparing(Cell::product);

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }
}
