package dev.weir.jdbc;

/** The version of an encoded row: a whole number or a time. Reused. */
final class RowVersion implements Comparable<RowVersion> {
    private boolean present;
    private long high;
    private long low;

    /** Whether values of this type can be versions; every other is refused when a record is encoded. */
    static boolean isOrdered(ValueType type) {
        return switch (type) {
            case NULL, INT, LONG, INSTANT, DATE, DATE_TIME -> true;
            default -> false;
        };
    }

    /** Reads the cursor's next value. */
    void read(RowCursor row) {
        ValueType type = row.next();
        present = type != ValueType.NULL;
        high = 0;
        low = 0;
        switch (type) {
            case INT -> high = row.values().readInt();
            case LONG, DATE -> high = row.values().readLong();
            case INSTANT -> {
                high = row.values().readLong();
                low = row.values().readInt();
            }
            case DATE_TIME -> {
                high = row.values().readLong();
                low = row.values().readLong();
            }
            default -> type.skip(row.values());
        }
    }

    /** A row without a version is older than any that has one. */
    @Override
    public int compareTo(RowVersion other) {
        if (present != other.present) {
            return present ? 1 : -1;
        }
        return high != other.high ? Long.compare(high, other.high) : Long.compare(low, other.low);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high) * 31 + Long.hashCode(low);
    }
}
