package dev.weir.kafka;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Encoded records that wait for their turn. They are not copied: a segment's buffers hold them, and are not changed any more.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class SendQueue {
    private static final int FIRST_PLACES = 64;

    private final long limit;
    private final Deque<Batch> batches = new ArrayDeque<>();
    private long size;

    SendQueue(long limit) {
        this.limit = limit;
    }

    /** Where records lie in one array: an offset and a length for each. */
    private static final class Batch {
        private final byte[] array;
        private int[] places = new int[FIRST_PLACES];
        private int filled;

        Batch(byte[] array) {
            this.array = array;
        }

        void add(int offset, int length) {
            if (filled == places.length) {
                places = Arrays.copyOf(places, 2 * filled);
            }
            places[filled] = offset;
            places[filled + 1] = length;
            filled += 2;
        }

        void drain(Receiver receiver) {
            for (int i = 0; i < filled; i += 2) {
                receiver.take(array, places[i], places[i + 1]);
            }
        }
    }

    /**
     * Takes one record more, or returns false if that would be too much.
     *
     * @param array is kept, and must not be changed where the record is
     */
    boolean add(byte[] array, int offset, int length) {
        long more = (long) length + 2 * Integer.BYTES;
        if (size + more > limit) {
            return false;
        }
        Batch last = batches.peekLast();
        if (last == null || last.array != array) {
            last = new Batch(array);
            batches.addLast(last);
        }
        last.add(offset, length);
        size += more;
        return true;
    }

    /** @param part of its limit, up to 1 */
    boolean isFilledTo(double part) {
        return size >= limit * part;
    }

    /** Gives every record away, in order. */
    void drain(Receiver receiver) {
        for (Batch batch = batches.pollFirst(); batch != null; batch = batches.pollFirst()) {
            batch.drain(receiver);
        }
        clear();
    }

    void clear() {
        batches.clear();
        size = 0;
    }

    /** Takes records, whose bytes are not to be changed. */
    interface Receiver {
        void take(byte[] array, int offset, int length);
    }
}
