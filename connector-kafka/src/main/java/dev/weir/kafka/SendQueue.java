package dev.weir.kafka;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;

/**
 * Encoded records that wait for their turn.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class SendQueue {
    private final int limit;
    private ByteWriter bytes = new ByteWriter(0);

    SendQueue(int limit) {
        this.limit = limit;
    }

    /** Takes one record more, or returns false if that would be too much. */
    boolean add(byte[] array, int offset, int length) {
        if ((long) bytes.size() + Integer.BYTES + length > limit) {
            return false;
        }
        bytes.writeInt(length);
        bytes.writeBytes(array, offset, length);
        return true;
    }

    boolean isEmpty() {
        return bytes.size() == 0;
    }

    /** Gives every record away, in order. */
    void drain(Receiver receiver) {
        ByteReader reader = new ByteReader(bytes.array(), 0, bytes.size());
        while (reader.remaining() > 0) {
            int length = reader.readInt();
            receiver.take(reader.array(), reader.position(), length);
            reader.skip(length);
        }
        clear();
    }

    void clear() {
        bytes = new ByteWriter(0);
    }

    /** Takes records; the bytes are valid until the call returns. */
    interface Receiver {
        void take(byte[] array, int offset, int length);
    }
}
