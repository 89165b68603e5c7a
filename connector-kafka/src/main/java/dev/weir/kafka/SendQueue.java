package dev.weir.kafka;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Encoded records that wait for their turn, in chunks that are small enough to be young garbage.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class SendQueue {
    private static final int CHUNK = 128 << 10;

    private final int limit;
    private final Deque<ByteWriter> chunks = new ArrayDeque<>();
    /** Of all chunks but the last. */
    private long full;

    SendQueue(int limit) {
        this.limit = limit;
    }

    /** Takes one record more, or returns false if that would be too much. */
    boolean add(byte[] array, int offset, int length) {
        if (size() + Integer.BYTES + length > limit) {
            return false;
        }
        ByteWriter last = chunks.peekLast();
        if (last == null || last.size() >= CHUNK) {
            full += last == null ? 0 : last.size();
            last = new ByteWriter(CHUNK + CHUNK / 8);
            chunks.addLast(last);
        }
        last.writeInt(length);
        last.writeBytes(array, offset, length);
        return true;
    }

    private long size() {
        ByteWriter last = chunks.peekLast();
        return last == null ? 0 : full + last.size();
    }

    /** @param part of its limit, up to 1 */
    boolean isFilledTo(double part) {
        return size() >= limit * part;
    }

    /** Gives every record away, in order. */
    void drain(Receiver receiver) {
        for (ByteWriter chunk = chunks.pollFirst(); chunk != null; chunk = chunks.pollFirst()) {
            ByteReader reader = new ByteReader(chunk.array(), 0, chunk.size());
            while (reader.remaining() > 0) {
                int length = reader.readInt();
                receiver.take(reader.array(), reader.position(), length);
                reader.skip(length);
            }
        }
        clear();
    }

    void clear() {
        chunks.clear();
        full = 0;
    }

    /** Takes records; the bytes are valid until the call returns. */
    interface Receiver {
        void take(byte[] array, int offset, int length);
    }
}
