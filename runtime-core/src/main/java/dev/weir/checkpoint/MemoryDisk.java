package dev.weir.checkpoint;

import dev.weir.checkpoint.MemoryNode.MemoryDirectory;
import dev.weir.checkpoint.MemoryNode.MemoryFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that knows what a power failure would leave of it, so that a test can have one at any moment.
 *
 * <p>{@link #crash} and {@link #kill} return the disk as the next process finds it; this object is then without power,
 * and so are the files and locks that were opened through it: whatever still runs in the crashed process can do no
 * harm. Several stores on one object are several processes on one disk.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
public final class MemoryDisk implements Disk {
    private final MemoryDirectory root;
    private final Map<Path, MemoryLock> locks = new HashMap<>();
    /** Folders by paths that have led to them: looking a path up step by step takes longer than what is done there. */
    private final Map<Path, MemoryDirectory> known = new HashMap<>();

    private boolean powered = true;

    public MemoryDisk() {
        this(new MemoryDirectory());
    }

    private MemoryDisk(MemoryDirectory root) {
        this.root = root;
    }

    /**
     * Cuts the power: what was not synced is lost, kept or torn, as {@code random} decides; all locks are free.
     *
     * @return the disk after the restart
     */
    public synchronized MemoryDisk crash(RandomGenerator random) {
        powered = false;
        return new MemoryDisk(root.survivor(random));
    }

    /**
     * Kills the process but not the machine: everything written is still there, synced or not; all locks are free.
     *
     * @return the disk as the next process sees it
     */
    public synchronized MemoryDisk kill() {
        powered = false;
        return new MemoryDisk(root);
    }

    /** Frees all locks under their holders, as when the lease of a network file system runs out during a pause. */
    public synchronized void breakLocks() {
        locks.clear();
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        MemoryDirectory current = poweredRoot();
        if (find(directory) instanceof MemoryDirectory) {
            return;
        }
        for (Path step : absolute(directory)) {
            MemoryNode next = current.names().get(step.toString());
            if (next == null) {
                next = new MemoryDirectory();
                current.put(step.toString(), next);
                current.sync();
            }
            if (!(next instanceof MemoryDirectory nextDirectory)) {
                throw new FileAlreadyExistsException(directory.toString());
            }
            current = nextDirectory;
        }
    }

    @Override
    public synchronized DiskFile create(Path file) throws IOException {
        MemoryDirectory folder = parent(file);
        String name = name(file);
        if (folder.names().containsKey(name)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        MemoryFile created = new MemoryFile();
        folder.put(name, created);
        return new OpenFile(created);
    }

    @Override
    public synchronized boolean createNew(Path file, byte[] content) throws IOException {
        MemoryDirectory folder = parent(file);
        String name = name(file);
        if (folder.names().containsKey(name)) {
            return false;
        }
        MemoryFile created = new MemoryFile();
        created.append(content, 0, content.length);
        created.sync();
        folder.put(name, created);
        folder.sync();
        return true;
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        directory(directory).sync();
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        MemoryDirectory directory = parent(from);
        if (!directory.equals(parent(to))) {
            throw new IOException("cannot rename " + from + " to another folder: " + to);
        }
        String name = name(to);
        if (directory.names().get(name) instanceof MemoryDirectory) {
            throw new FileAlreadyExistsException(to.toString());
        }
        directory.rename(name(from), name, file(from));
    }

    @Override
    public synchronized boolean delete(Path path) throws IOException {
        MemoryNode node = find(path);
        if (node == null) {
            return false;
        }
        if (node instanceof MemoryDirectory directory && !directory.names().isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        parent(path).remove(name(path));
        if (node instanceof MemoryDirectory) {
            known.clear();
        }
        return true;
    }

    @Override
    public synchronized InputStream open(Path file) throws IOException {
        return file(file).content();
    }

    @Override
    public synchronized long size(Path file) throws IOException {
        return file(file).size();
    }

    @Override
    public synchronized boolean exists(Path path) throws IOException {
        return find(path) != null;
    }

    @Override
    public synchronized boolean isDirectory(Path path) throws IOException {
        return find(path) instanceof MemoryDirectory;
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        return List.copyOf(directory(directory).names().keySet());
    }

    @Override
    public synchronized DiskLock lock(Path file, String holder) throws IOException {
        parent(file);
        MemoryLock lock = new MemoryLock(absolute(file), holder);
        MemoryLock other = locks.putIfAbsent(absolute(file), lock);
        if (other != null) {
            throw new DiskLockedException(other.holder);
        }
        return lock;
    }

    @Override
    public long freeSpace(Path path) {
        return Runtime.getRuntime().freeMemory();
    }

    private MemoryDirectory poweredRoot() throws IOException {
        if (!powered) {
            throw new IOException("the disk has no power since its crash");
        }
        return root;
    }

    private @Nullable MemoryNode find(Path path) throws IOException {
        MemoryNode node = poweredRoot();
        MemoryDirectory folder = knownFolder(path);
        if (folder != null) {
            String name = name(path);
            MemoryNode found = folder.names().get(name);
            if (found != null || !name.startsWith(".")) {
                return found;
            }
        }
        for (Path step : absolute(path)) {
            if (!(node instanceof MemoryDirectory directory)) {
                return null;
            }
            MemoryNode next = directory.names().get(step.toString());
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node;
    }

    private @Nullable MemoryDirectory knownFolder(Path path) {
        Path folder = path.getParent();
        return folder == null ? null : known.get(folder);
    }

    private MemoryDirectory directory(Path path) throws IOException {
        MemoryNode node = find(path);
        if (node instanceof MemoryDirectory directory) {
            return directory;
        }
        throw node == null ? new NoSuchFileException(path.toString()) : new NotDirectoryException(path.toString());
    }

    private MemoryFile file(Path path) throws IOException {
        MemoryNode node = find(path);
        if (node instanceof MemoryFile file) {
            return file;
        }
        throw node == null ? new NoSuchFileException(path.toString()) : new IOException(path + " is a folder");
    }

    private MemoryDirectory parent(Path path) throws IOException {
        MemoryDirectory root = poweredRoot();
        MemoryDirectory folder = knownFolder(path);
        if (folder != null) {
            return folder;
        }
        Path parent = absolute(path).getParent();
        if (parent == null) {
            return root;
        }
        MemoryDirectory found = directory(parent);
        known.put(parent, found);
        return found;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private final class OpenFile extends DiskFile {
        private final MemoryFile file;

        OpenFile(MemoryFile file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            synchronized (MemoryDisk.this) {
                poweredRoot();
                file.append(bytes, offset, length);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (MemoryDisk.this) {
                poweredRoot();
                file.sync();
            }
        }
    }

    private final class MemoryLock implements DiskLock {
        private final Path file;
        private final String holder;

        MemoryLock(Path file, String holder) {
            this.file = file;
            this.holder = holder;
        }

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                locks.remove(file, this);
            }
        }
    }
}
