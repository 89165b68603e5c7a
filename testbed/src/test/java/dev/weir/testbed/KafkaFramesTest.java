package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KafkaFramesTest {

    private static final byte[] REQUESTS = ByteBuffer.allocate(4 + 30 + 4 + 10)
            .putInt(30)
            .putShort((short) 26)
            .putShort((short) 5)
            .putInt(7)
            .position(34)
            .putInt(10)
            .putShort((short) 22)
            .putShort((short) 1)
            .putInt(8)
            .array();

    @Test
    void findsRequestsHoweverTheirBytesArrive() {
        for (int size = 1; size <= REQUESTS.length; size++) {
            KafkaFrames frames = new KafkaFrames(Direction.TO_SERVER);
            List<KafkaFrames.Frame> found = new ArrayList<>();
            for (int from = 0; from < REQUESTS.length; from += size) {
                for (KafkaFrames.Frame frame : frames.next(REQUESTS, from, Math.min(from + size, REQUESTS.length))) {
                    found.add(new KafkaFrames.Frame(from + frame.at(), frame.apiKey(), frame.correlationId()));
                }
            }
            assertThat(found)
                    .as("in pieces of %d", size)
                    .containsExactly(new KafkaFrames.Frame(0, 26, 7), new KafkaFrames.Frame(34, 22, 8));
        }
    }

    @Test
    void findsRepliesByTheNumberOfTheirRequest() {
        byte[] replies = ByteBuffer.allocate(4 + 4 + 4 + 6)
                .putInt(4)
                .putInt(7)
                .putInt(6)
                .putInt(8)
                .array();
        assertThat(new KafkaFrames(Direction.TO_CLIENT).next(replies, 0, replies.length))
                .extracting(KafkaFrames.Frame::at, KafkaFrames.Frame::correlationId)
                .containsExactly(tuple(0, 7), tuple(8, 8));
    }
}
