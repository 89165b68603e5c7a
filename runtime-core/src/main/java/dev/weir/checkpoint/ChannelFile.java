package dev.weir.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of the operating system being written. */
final class ChannelFile extends DiskFile {
    /** The JDK keeps a direct buffer of the size of the largest write for each thread. */
    private static final int LARGEST_WRITE = 1 << 16;

    private final FileChannel channel;

    ChannelFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int from = offset; from < end; from += LARGEST_WRITE) {
            ByteBuffer slice = ByteBuffer.wrap(bytes, from, Math.min(LARGEST_WRITE, end - from));
            while (slice.hasRemaining()) {
                channel.write(slice);
            }
        }
    }

    /** Without the file's times ({@code fdatasync}): its length is synced nevertheless. */
    @Override
    public void sync() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
