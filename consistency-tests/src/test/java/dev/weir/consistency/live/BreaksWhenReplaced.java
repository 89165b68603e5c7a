package dev.weir.consistency.live;

import dev.weir.consistency.builtin.TextFiles;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Appends records to files that everybody reads. In the first process a write fails once when there is a second process, as a
 * deadlock of the two in a database would make it fail.
 */
public final class BreaksWhenReplaced implements SinkUnderTest {
    /** Readers leave names alone that begin with a dot. */
    private static final String FIRST = ".first";

    private static final String SECOND = ".second";

    @Override
    public String name() {
        return getClass().getSimpleName();
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return List.of(DeliveryStrategy.AT_LEAST_ONCE);
    }

    @Override
    public Destination start() throws IOException {
        return new TextFiles().start();
    }

    @Override
    public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
        Path directory = Path.of(address);
        boolean first = create(directory.resolve(FIRST));
        if (!first) {
            create(directory.resolve(SECOND));
        }
        return new Lines(address, first);
    }

    private static boolean create(Path file) {
        try {
            Files.createFile(file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Lines(String directory, boolean first) implements SupportsWriter<OutputRecord> {
        /** Over all writers of the process. */
        private static final AtomicBoolean BROKEN = new AtomicBoolean();

        @Override
        public SinkWriter<OutputRecord> createWriter(SinkContext context) {
            return new Writer(
                    Path.of(directory, "process-" + ProcessHandle.current().pid() + "-" + context.subtaskIndex()));
        }

        @Override
        public String kind() {
            return "lines";
        }

        private final class Writer implements SinkWriter<OutputRecord> {
            private final Path file;

            Writer(Path file) {
                this.file = file;
            }

            @Override
            public void write(OutputRecord value, long timestamp) throws IOException {
                if (first && Files.exists(Path.of(directory, SECOND)) && !BROKEN.getAndSet(true)) {
                    throw new IOException("deadlock detected");
                }
                String line = value.partition() + " " + value.offset() + " " + value.key() + " " + value.sequence()
                        + " " + value.hash() + " " + value.shard() + " " + value.attempt() + " " + value.epoch() + "\n";
                Files.writeString(
                        file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }

            @Override
            public void flush() {
                // Each record is there already.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        }
    }
}
