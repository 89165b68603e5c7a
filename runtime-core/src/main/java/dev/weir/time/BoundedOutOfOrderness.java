package dev.weir.time;

/** The watermark follows the largest timestamp at a fixed distance, minus one millisecond. */
final class BoundedOutOfOrderness implements WatermarkGenerator {
    private final long bound;
    private long largest = Long.MIN_VALUE;

    BoundedOutOfOrderness(long bound) {
        this.bound = bound;
    }

    @Override
    public void onTimestamp(long timestamp) {
        if (timestamp > largest) {
            largest = timestamp;
        }
    }

    @Override
    public long watermark() {
        return largest < Long.MIN_VALUE + bound + 1 ? Long.MIN_VALUE : largest - bound - 1;
    }

    @Override
    public long snapshot() {
        return largest;
    }

    @Override
    public void restore(long snapshot) {
        largest = snapshot;
    }
}
