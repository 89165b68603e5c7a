package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AtLeastOnceDeliveryTest {
    private final BufferedSink sink = new BufferedSink();
    private final ModelJob job = new ModelJob(sink);

    @Test
    void flushesAtTheBarrier() {
        ModelJob.Attempt attempt = job.start();
        attempt.write(2);
        assertThat(sink.flushed).isEmpty();

        attempt.seal();
        assertThat(sink.flushed).containsExactly("r0@0", "r1@1");
    }

    @Test
    void deliversAgainWhatCameAfterTheCheckpoint() {
        ModelJob.Attempt first = job.start();
        first.write(2).checkpoint();
        first.write(1).seal();
        job.start().write(2).checkpoint();

        assertThat(sink.flushed).containsExactly("r0@0", "r1@1", "r2@2", "r2@2", "r3@3");
    }

    @Test
    void failsTheCheckpointWhenTheFlushFails() {
        ModelJob.Attempt attempt = job.start();
        attempt.write(2);
        sink.failure = new IOException("connection reset");

        assertThatThrownBy(attempt::seal)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE))
                .hasMessage("Cannot flush sink \"out\" of job \"job\": the connector failed: java.io.IOException:"
                        + " connection reset; see the cause")
                .hasCause(sink.failure);
    }

    @Test
    void closesTheWriterOnceAndHasNothingToCommit() {
        ModelJob.Attempt attempt = job.start();
        assertThat(attempt.delivery().step()).isEqualTo(Delivery.IDLE);
        assertThat(attempt.delivery().drained()).isTrue();

        attempt.close();
        attempt.close();
        assertThat(sink.closed).isEqualTo(1);
    }

    private static final class BufferedSink implements SupportsWriter<String> {
        private final List<String> flushed = new ArrayList<>();
        private IOException failure;
        private int closed;

        @Override
        public String kind() {
            return "buffered";
        }

        @Override
        public SinkWriter<String> createWriter(SinkContext context) {
            List<String> buffer = new ArrayList<>();
            return new SinkWriter<>() {
                @Override
                public void write(String value, long timestamp) {
                    buffer.add(value + "@" + timestamp);
                }

                @Override
                public void flush() throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    flushed.addAll(buffer);
                    buffer.clear();
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }
}
