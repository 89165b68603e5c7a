package dev.weir.checkpoint;

import dev.weir.state.FileRef;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A data file on a disk: buffered, checksummed, under a temporary name until it is complete. Failures are {@code
 * CHECKPOINT_STORE}. Closing it without {@link #finish} deletes it.
 */
final class StoredFile extends DataFile {
    private static final int FIRST_BUFFER = 512;
    private static final int LARGEST_BUFFER = 1 << 14;

    private final Disk disk;
    private final StoreErrors errors;
    private final String name;
    private final Path part;
    private final DiskFile out;
    private final Consumer<FileRef> onFinish;

    private final CRC32C checksum = new CRC32C();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int buffered;
    private long length;
    private boolean closed;

    StoredFile(Disk disk, StoreErrors errors, Path folder, String name, Consumer<FileRef> onFinish) {
        this.disk = disk;
        this.errors = errors;
        this.name = name;
        this.onFinish = onFinish;
        part = folder.resolve(EncodedName.encode(name) + StoreLayout.PART_SUFFIX);
        out = errors.check("create", part, () -> disk.create(part));
    }

    @Override
    public void write(int value) {
        if (buffered == buffer.length) {
            makeRoom(1);
        }
        buffer[buffered++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        if (count > buffer.length - buffered) {
            makeRoom(count);
        }
        if (count > buffer.length) {
            append(bytes, offset, count);
        } else {
            System.arraycopy(bytes, offset, buffer, buffered, count);
            buffered += count;
        }
    }

    /** Writes out what is buffered and returns what the file would be if it were finished now. */
    FileRef written() {
        drain();
        return new FileRef(name, length, (int) checksum.getValue());
    }

    @Override
    public FileRef finish() {
        FileRef file = written();
        errors.run("fsync", part, () -> {
            out.sync();
            out.close();
        });
        Path complete = part.resolveSibling(StoreLayout.dataName(file));
        errors.run("rename", part, () -> disk.rename(part, complete));
        closed = true;
        onFinish.accept(file);
        return file;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            errors.run("close", part, () -> {
                out.close();
                disk.delete(part);
            });
        }
    }

    /** Makes the buffer large enough for so many bytes more, or empties it if it must not grow that far. */
    private void makeRoom(int count) {
        if (count > LARGEST_BUFFER - buffered) {
            drain();
        }
        if (count > buffer.length - buffered && count <= LARGEST_BUFFER) {
            int wanted = Math.max(buffered + count, 2 * buffer.length);
            buffer = Arrays.copyOf(buffer, Math.min(wanted, LARGEST_BUFFER));
        }
    }

    private void drain() {
        append(buffer, 0, buffered);
        buffered = 0;
    }

    private void append(byte[] bytes, int offset, int count) {
        errors.run("write", part, () -> out.write(bytes, offset, count));
        checksum.update(bytes, offset, count);
        length += count;
    }
}
