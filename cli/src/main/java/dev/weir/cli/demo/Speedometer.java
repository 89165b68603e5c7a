package dev.weir.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** Records per second over the last second. */
final class Speedometer {

    private static final long WINDOW_MILLIS = 1000;

    private final Deque<Reading> readings = new ArrayDeque<>();
    private long inWindow;

    private record Reading(long millis, long records) {}

    /** So many records more were read until then. */
    void add(long millis, long records) {
        readings.add(new Reading(millis, records));
        inWindow += records;
    }

    long perSecond(long millis) {
        while (!readings.isEmpty() && readings.element().millis() <= millis - WINDOW_MILLIS) {
            inWindow -= readings.remove().records();
        }
        return inWindow * 1000 / WINDOW_MILLIS;
    }
}
