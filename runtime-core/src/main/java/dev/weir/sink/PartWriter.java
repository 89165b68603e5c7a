package dev.weir.sink;

import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Writes one part to its temporary file, which is created with the first record. */
final class PartWriter<T> implements SinkTransaction<T> {
    private static final int BUFFER_SIZE = 64 * 1024;

    private final OutputDirectory directory;
    private final AttemptMarker marker;
    private final LineEncoder<T> encoder;
    private final String part;
    private final String temporary;
    private final long attempt;
    private final ByteWriter buffer = new ByteWriter(BUFFER_SIZE);
    private final CRC32C checksum = new CRC32C();
    private @Nullable FileChannel channel;
    private long length;

    PartWriter(
            OutputDirectory directory,
            AttemptMarker marker,
            LineEncoder<T> encoder,
            String part,
            String temporary,
            long attempt) {
        this.directory = directory;
        this.marker = marker;
        this.encoder = encoder;
        this.part = part;
        this.temporary = temporary;
        this.attempt = attempt;
    }

    @Override
    public void write(T value) {
        buffer.writeBytes(encode(value).getBytes(StandardCharsets.UTF_8));
        buffer.writeByte('\n');
        if (buffer.size() >= BUFFER_SIZE) {
            try {
                drain();
            } catch (IOException e) {
                throw directory.unavailable("write " + directory.file(temporary), e);
            }
        }
    }

    private String encode(T value) {
        try {
            return encoder.encode(value);
        } catch (Exception e) {
            throw new WeirException(
                    ErrorCode.USER_FUNCTION,
                    "Cannot write a record to " + directory + ": its line encoder failed: " + e
                            + "; correct the encoder",
                    e);
        }
    }

    private FileChannel drain() throws IOException {
        FileChannel target = channel;
        if (target == null) {
            // A newer attempt has cleared the directory, and nobody would delete what comes after that.
            marker.check();
            target = directory.create(temporary);
            channel = target;
        }
        checksum.update(buffer.array(), 0, buffer.size());
        length += buffer.size();
        ByteBuffer bytes = ByteBuffer.wrap(buffer.array(), 0, buffer.size());
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
        buffer.clear();
        return target;
    }

    @Override
    public byte[] prepare(CommitUnit unit) {
        try {
            marker.check();
        } catch (WeirException e) {
            if (e.code() == ErrorCode.FENCED) {
                abort();
            }
            throw e;
        }
        if (channel != null || buffer.size() > 0) {
            try {
                FileChannel target = drain();
                target.force(true);
                target.close();
                directory.sync();
            } catch (IOException e) {
                throw directory.unavailable("prepare " + directory.file(temporary), e);
            }
        }
        return new PartHandle(part, temporary, attempt, length, (int) checksum.getValue()).encoded();
    }

    @Override
    public void abort() {
        FileChannel target = channel;
        if (target == null) {
            return;
        }
        try {
            target.close();
            directory.delete(temporary);
        } catch (IOException e) {
            throw directory.unavailable("abort " + directory.file(temporary), e);
        }
    }
}
