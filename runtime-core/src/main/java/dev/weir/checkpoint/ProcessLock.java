package dev.weir.checkpoint;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock of the operating system on a file that names its holder.
 */
/*
 * Why there is a static table, against the house rule: a POSIX lock belongs to the process, and the process loses it
 * when it closes ANY descriptor of the file. A second store of the same process that opened the lock file only to be
 * refused would free the lock of the first. So within a process the table refuses, before the file is opened; what
 * belongs to the process can only be kept once for the process.
 */
final class ProcessLock implements DiskLock {
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();
    private static final int LONGEST_HOLDER = 1024;

    private final Path key;
    private final FileChannel channel;
    private boolean closed;

    private ProcessLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    static ProcessLock take(Path file, String holder) throws IOException {
        Path key = realPath(file);
        String other = HELD.putIfAbsent(key, holder);
        if (other != null) {
            throw new DiskLockedException(other);
        }
        boolean taken = false;
        try {
            ProcessLock lock = new ProcessLock(key, lockedChannel(file, holder));
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                HELD.remove(key);
            }
        }
    }

    private static FileChannel lockedChannel(Path file, String holder) throws IOException {
        FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
        boolean taken = false;
        try {
            if (channel.tryLock() == null) {
                throw new DiskLockedException(holderIn(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            taken = true;
            return channel;
        } catch (OverlappingFileLockException e) {
            throw new DiskLockedException(holderIn(channel));
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /**
     * Who holds the lock, if anybody does. Asks for a shared lock and gives it back at once, so that nothing is in the way
     * of a holder; a process that wants the lock in that very moment is refused and has to try again.
     */
    static Optional<String> holder(Path file) throws IOException {
        String here = HELD.get(realPath(file));
        if (here != null) {
            return Optional.of(here);
        }
        try (FileChannel channel = FileChannel.open(file, READ);
                FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return shared == null ? Optional.of(holderIn(channel)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.of("this process");
        }
    }

    private static String holderIn(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_HOLDER);
        channel.read(text, 0);
        String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
        return holder.isBlank() ? "an unknown process" : holder;
    }

    private static Path realPath(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                channel.close();
            } finally {
                HELD.remove(key);
            }
        }
    }
}
