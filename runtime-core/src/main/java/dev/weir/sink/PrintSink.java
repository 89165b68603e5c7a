package dev.weir.sink;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.PrintStream;

/** Prints each record as a line, behind the number of its subtask if there are several: for looking, not for keeping. */
public final class PrintSink<T> implements SupportsWriter<T> {
    private final PrintStream target;
    private final String prefix;

    private PrintSink(PrintStream target, String prefix) {
        this.target = target;
        this.prefix = prefix;
    }

    /** Prints to the standard output. */
    public static <T> PrintSink<T> create() {
        return to(System.out);
    }

    public static <T> PrintSink<T> to(PrintStream target) {
        return new PrintSink<>(target, "");
    }

    /** Puts a text before each record, to tell several such sinks apart. */
    public PrintSink<T> withPrefix(String text) {
        return new PrintSink<>(target, text);
    }

    @Override
    public SinkWriter<T> createWriter(SinkContext context) {
        String subtask = context.parallelism() == 1 ? "" : (context.subtaskIndex() + 1) + "> ";
        return new PrintWriter<>(target, prefix + subtask);
    }

    @Override
    public String kind() {
        return "print";
    }

    private record PrintWriter<T>(PrintStream target, String prefix) implements SinkWriter<T> {
        @Override
        public void write(T value, long timestamp) {
            target.println(prefix + value);
        }

        @Override
        public void flush() {
            if (target.checkError()) {
                throw new WeirException(
                        ErrorCode.DESTINATION_UNAVAILABLE,
                        "Cannot print records: the output stream reports an error; check that it is open and, if it is a"
                                + " pipe, that its reader still runs");
            }
        }

        @Override
        public void close() {
            target.flush();
        }
    }
}
