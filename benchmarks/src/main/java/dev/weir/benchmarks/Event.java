package dev.weir.benchmarks;

/**
 * The record of most workloads.
 *
 * @param timestamp event time in milliseconds since the epoch
 */
record Event(long key, long value, long timestamp) {
    /** A multiple of a second. */
    private static final long FIRST_TIMESTAMP = 1_700_000_000_000L;

    private static final int EVENTS_PER_MILLI = 1000;

    /** No event is later than this behind the newest before it. */
    static final int MAX_LATENESS_MILLIS = 100;

    /** The event with an index, its key below {@code keys}, with that value. */
    static Event at(long index, long keys, long value) {
        long random = mix(index);
        return new Event(key(random, keys), value, timestamp(index, random));
    }

    /** The first bits of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). */
    static long mix(long index) {
        long mixed = index + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    static long key(long random, long keys) {
        return ((random >>> 33) * keys) >>> 31;
    }

    static long timestamp(long index, long random) {
        return FIRST_TIMESTAMP + index / EVENTS_PER_MILLI - (((random & 0x7FFF) * MAX_LATENESS_MILLIS) >>> 15);
    }
}
