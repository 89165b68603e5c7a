package dev.weir.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The bytes of a file from a position up to a limit, whatever the file has become behind it. */
final class FileInput extends InputStream {
    private static final int GZIP_BUFFER = 64 * 1024;

    private final FileChannel channel;
    private final long limit;
    private long position;

    private FileInput(FileChannel channel, long position, long limit) {
        this.channel = channel;
        this.position = position;
        this.limit = limit;
    }

    /** What a split's file contains, decompressed, from an offset that is 0 if the file is compressed. */
    static InputStream openContent(FileSource.Split split, long offset) throws IOException {
        Path path = Path.of(split.path());
        return split.gzip() ? openGzip(path, split.fileSize()) : open(path, offset, split.fileSize());
    }

    static InputStream open(Path path, long position, long limit) throws IOException {
        return new FileInput(FileChannel.open(path, StandardOpenOption.READ), position, limit);
    }

    /** The decompressed content; any number of gzip members. */
    private static InputStream openGzip(Path path, long limit) throws IOException {
        InputStream compressed = open(path, 0, limit);
        try {
            return new GZIPInputStream(compressed, GZIP_BUFFER);
        } catch (IOException e) {
            compressed.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int wanted = (int) Math.min(length, limit - position);
        if (wanted <= 0) {
            return length == 0 ? 0 : -1;
        }
        int count = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
        if (count > 0) {
            position += count;
        }
        return count;
    }

    /** Exact, because {@link GZIPInputStream} decides by it whether another member follows. */
    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, limit - position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
