package dev.weir.testbed;

import java.util.List;
import java.util.function.Predicate;

/**
 * Bytes on their way through a {@link FaultProxy}.
 *
 * @param bytes a buffer, not copied
 * @param carried how many bytes at its front were already looked at, and are here only for matches across the border
 * @param length where the bytes end
 * @param frames what begins in them, if the proxy reads Kafka's protocol
 */
record Chunk(Direction direction, byte[] bytes, int carried, int length, List<KafkaFrames.Frame> frames) {

    /** Where the first such frame begins, as {@link Mark#nextIn}. */
    int firstFrame(int from, Predicate<KafkaFrames.Frame> wanted) {
        return frames.stream()
                .filter(frame -> frame.at() >= from && wanted.test(frame))
                .mapToInt(KafkaFrames.Frame::at)
                .findFirst()
                .orElse(Mark.NOWHERE);
    }
}
