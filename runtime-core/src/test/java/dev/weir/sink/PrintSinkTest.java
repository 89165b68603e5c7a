package dev.weir.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.time.Timestamps;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // close() may be interrupted like any other call
final class PrintSinkTest {
    private static String printed(PrintSink<Integer> sink, ByteArrayOutputStream bytes, int subtask, int parallelism)
            throws Exception {
        try (SinkWriter<Integer> writer = sink.createWriter(ShardHarness.writer(subtask, parallelism))) {
            writer.write(42, Timestamps.NONE);
            writer.flush();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsRecordsBehindSubtaskAndPrefix() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintSink<Integer> sink = PrintSink.to(new PrintStream(bytes, false, StandardCharsets.UTF_8));
        String end = System.lineSeparator();
        assertThat(printed(sink, bytes, 0, 1)).isEqualTo("42" + end);
        bytes.reset();
        assertThat(printed(sink, bytes, 1, 4)).isEqualTo("2> 42" + end);
        bytes.reset();
        assertThat(printed(sink.withPrefix("orders "), bytes, 0, 1)).isEqualTo("orders 42" + end);
    }

    @Test
    void brokenStreamFailsAtTheBarrier() throws Exception {
        OutputStream closed = OutputStream.nullOutputStream();
        closed.close();
        try (SinkWriter<Integer> writer = PrintSink.<Integer>to(new PrintStream(closed, true, StandardCharsets.UTF_8))
                .createWriter(ShardHarness.writer(0, 1))) {
            writer.write(42, Timestamps.NONE);
            assertThatThrownBy(writer::flush)
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE))
                    .hasMessage(
                            "Cannot print records: the output stream reports an error; check that it is open and, if it"
                                    + " is a pipe, that its reader still runs");
        }
    }
}
