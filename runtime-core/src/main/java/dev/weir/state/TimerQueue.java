package dev.weir.state;

import java.util.Arrays;

/**
 * A binary heap of timers, ordered by time, then by the bytes of the key, hence the same in every run. Deleted timers
 * stay in it until they come up; the owner knows which are alive.
 */
final class TimerQueue {
    private long[] times = new long[16];
    private int[] references = new int[16];
    private int size;
    private Arena keys = new Arena();

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long firstTime() {
        return times[0];
    }

    /** Where the first timer's bytes begin in {@link #bytes()}; they are the group (4 bytes) and the key. */
    int firstStart() {
        return Arena.start(references[0]);
    }

    int firstLength() {
        return keys.length(references[0]);
    }

    byte[] bytes() {
        return keys.array();
    }

    void clear() {
        size = 0;
        keys = new Arena();
    }

    /** Adds a timer in order. */
    void add(long time, byte[] key, int offset, int length) {
        append(time, key, offset, length);
        siftUp(size - 1);
    }

    /** Adds a timer out of order; {@link #order} must follow. */
    void append(long time, byte[] key, int offset, int length) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            references = Arrays.copyOf(references, size * 2);
        }
        makeRoom(Arena.footprint(length));
        times[size] = time;
        references[size] = keys.append(key, offset, length);
        size++;
    }

    private void makeRoom(long more) {
        if (keys.hasRoom(more)) {
            return;
        }
        if (!keys.isSparse()) {
            keys.grow(more);
            return;
        }
        Arena moved = new Arena(Arena.capacityFor(keys.liveSize(), more));
        for (int i = 0; i < size; i++) {
            references[i] = moved.append(keys, references[i]);
        }
        keys = moved;
    }

    void order() {
        for (int i = (size >> 1) - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    void removeFirst() {
        keys.free(references[0]);
        size--;
        times[0] = times[size];
        references[0] = references[size];
        siftDown(0);
    }

    private void siftUp(int from) {
        int at = from;
        while (at > 0 && isBefore(at, (at - 1) >> 1)) {
            swap(at, (at - 1) >> 1);
            at = (at - 1) >> 1;
        }
    }

    private void siftDown(int from) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(child + 1, child)) {
                child++;
            }
            if (child >= size || !isBefore(child, at)) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private boolean isBefore(int left, int right) {
        return times[left] != times[right]
                ? times[left] < times[right]
                : compareKeys(references[left], references[right]) < 0;
    }

    private int compareKeys(int left, int right) {
        byte[] bytes = keys.array();
        int leftStart = Arena.start(left);
        int rightStart = Arena.start(right);
        return Arrays.compareUnsigned(
                bytes,
                leftStart + Integer.BYTES,
                leftStart + keys.length(left),
                bytes,
                rightStart + Integer.BYTES,
                rightStart + keys.length(right));
    }

    private void swap(int left, int right) {
        long time = times[left];
        int reference = references[left];
        times[left] = times[right];
        references[left] = references[right];
        times[right] = time;
        references[right] = reference;
    }
}
