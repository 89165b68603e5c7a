package dev.weir.testbed;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows one direction of a connection from its first byte and says where the frames of Kafka's protocol begin.
 *
 * <p>A frame is a length of four bytes and so many bytes. A request begins with its API key (2 bytes), version (2) and
 * correlation id (4), a reply with the correlation id of its request. See "Protocol" in Kafka's documentation.
 */
final class KafkaFrames {

    private static final int LENGTH = 4;
    private static final int API_KEY = LENGTH;
    private static final int REQUEST_ID = API_KEY + 4;
    private static final int REPLY_ID = LENGTH;

    private static final int NO_API_KEY = -1;

    /**
     * The beginning of a frame.
     *
     * @param at where it lies in bytes after the carried ones of its chunk, negative if it began before
     * @param apiKey of a request only
     */
    record Frame(int at, int apiKey, int correlationId) {}

    private final Direction direction;
    private final byte[] head;
    private int headLength;
    private long bodyLeft;

    KafkaFrames(Direction direction) {
        this.direction = direction;
        this.head = new byte[(direction == Direction.TO_SERVER ? REQUEST_ID : REPLY_ID) + Integer.BYTES];
    }

    /** The frames whose first bytes are complete with these bytes. */
    List<Frame> next(byte[] bytes, int from, int to) {
        List<Frame> begun = new ArrayList<>();
        for (int at = from; at < to; ) {
            if (bodyLeft > 0) {
                int skipped = (int) Math.min(bodyLeft, to - at);
                bodyLeft -= skipped;
                at += skipped;
            } else {
                head[headLength++] = bytes[at++];
                if (headLength == head.length) {
                    begun.add(frameEndingAt(at - from));
                    bodyLeft = Math.max(0, LENGTH + (long) ByteBuffer.wrap(head).getInt() - head.length);
                    headLength = 0;
                }
            }
        }
        return begun;
    }

    private Frame frameEndingAt(int end) {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        return direction == Direction.TO_SERVER
                ? new Frame(end - head.length, bytes.getShort(API_KEY), bytes.getInt(REQUEST_ID))
                : new Frame(end - head.length, NO_API_KEY, bytes.getInt(REPLY_ID));
    }
}
