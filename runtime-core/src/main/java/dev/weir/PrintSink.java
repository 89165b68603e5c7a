package dev.weir;

import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsWriter;
import java.io.PrintStream;

/** Prints records, each behind the number of its subtask where there are several. */
final class PrintSink<T> implements SupportsWriter<T> {
    private final PrintStream target;

    PrintSink(PrintStream target) {
        this.target = target;
    }

    @Override
    public String kind() {
        return "print";
    }

    @Override
    public SinkWriter<T> createWriter(SinkContext context) {
        String prefix = context.parallelism() > 1 ? (context.subtaskIndex() + 1) + "> " : "";
        return new SinkWriter<>() {
            @Override
            public void write(T value, long timestamp) {
                target.println(prefix + value);
            }

            @Override
            public void flush() {
                target.flush();
            }

            @Override
            public void close() {
                target.flush();
            }
        };
    }
}
