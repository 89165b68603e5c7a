package dev.weir.testbed;

import java.util.List;
import java.util.function.Predicate;

/** Bytes on their way through a {@link FaultProxy}, in a buffer that is not copied. */
final class Chunk {

    private final Direction direction;
    private final byte[] bytes;
    private final int carried;
    private final int length;
    private final List<KafkaFrames.Frame> frames;

    Chunk(Direction direction, byte[] bytes, int carried, int length, List<KafkaFrames.Frame> frames) {
        this.direction = direction;
        this.bytes = bytes;
        this.carried = carried;
        this.length = length;
        this.frames = frames;
    }

    Direction direction() {
        return direction;
    }

    byte[] bytes() {
        return bytes;
    }

    /** How many bytes at its front were already looked at, and are here only for matches across the border. */
    int carried() {
        return carried;
    }

    /** Where the bytes end. */
    int length() {
        return length;
    }

    /** What begins in them, if the proxy reads Kafka's protocol. */
    List<KafkaFrames.Frame> frames() {
        return frames;
    }

    /** Where the first such frame begins, as {@link Mark#nextIn}. */
    int firstFrame(int from, Predicate<KafkaFrames.Frame> wanted) {
        return frames.stream()
                .filter(frame -> frame.at() >= from && wanted.test(frame))
                .mapToInt(KafkaFrames.Frame::at)
                .findFirst()
                .orElse(Mark.NOWHERE);
    }
}
