package dev.weir.benchmarks.database;

/**
 * A row of about 100 bytes: four numbers and a text.
 *
 * @param v the row's index: the one that was written last to a key has the highest
 * @param ts when it was made, in microseconds since the epoch
 */
record Row(long id, long k, long v, long ts, String note) {
    private static final String[] NOTES = new String[64];

    static {
        for (int i = 0; i < NOTES.length; i++) {
            NOTES[i] = ("note " + i + " ").repeat(16).substring(0, 64);
        }
    }

    /** The row with an index; its key lies below {@code keys}. */
    static Row at(long index, long keys, long ts) {
        return new Row(index, key(index, keys), index, ts, NOTES[(int) (index & 63)]);
    }

    /** Spread by the finish of SplitMix64 (Steele, Lea, Flood, 2014). */
    static long key(long index, long keys) {
        long mixed = index + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (((mixed ^ mixed >>> 31) >>> 33) * keys) >>> 31;
    }
}
