package dev.weir.consistency.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process has reported so far, in a file. A pipe would not do: whoever has seen a record at the destination must also find
 * what its process had written before, and a pipe's reader lags behind. What was written also outlives a process that is killed.
 */
final class Journal {
    private Journal() {}

    /**
     * The writing end, in the process that runs the job.
     *
     * <p><b>Threading:</b> safe from any thread.
     */
    static final class Writer {
        private final FileChannel channel;

        Writer(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        /** When this returns, every process that reads the file sees the report. */
        synchronized void write(Report report) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap((report.line() + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * The reading end.
     *
     * <p><b>Threading:</b> one thread at a time.
     */
    static final class Reader {
        private final Path file;
        private long position;

        Reader(Path file) {
            this.file = file;
        }

        /** What was reported since the last call. */
        List<Report> next() {
            List<Report> reports = new ArrayList<>();
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - position));
                while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
                    // more
                }
                String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
                int whole = text.lastIndexOf('\n') + 1;
                if (whole > 0) {
                    text.substring(0, whole).lines().map(Report::parse).forEach(reports::add);
                    position += text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return reports;
        }
    }
}
