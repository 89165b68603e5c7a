package dev.weir.checkpoint;

import dev.weir.checkpoint.MemoryNode.MemoryDirectory;
import dev.weir.checkpoint.MemoryNode.MemoryFile;
import java.io.File;
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
    /** Folders by the text of paths that have led to them: going there step by step takes longer than the work there. */
    private final Map<String, MemoryDirectory> known = new HashMap<>();

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
        Place place = place(file);
        if (place.node() != null) {
            throw new FileAlreadyExistsException(file.toString());
        }
        MemoryFile created = new MemoryFile();
        place.folder().put(place.name(), created);
        return new OpenFile(created);
    }

    @Override
    public synchronized boolean createNew(Path file, byte[] content) throws IOException {
        Place place = place(file);
        if (place.node() != null) {
            return false;
        }
        MemoryFile created = new MemoryFile();
        created.append(content, 0, content.length);
        created.sync();
        place.folder().put(place.name(), created);
        place.folder().sync();
        return true;
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        directory(directory).sync();
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        Place source = place(from);
        Place target = place(to);
        if (!source.folder().equals(target.folder())) {
            throw new IOException("cannot rename " + from + " to another folder: " + to);
        }
        if (target.node() instanceof MemoryDirectory) {
            throw new FileAlreadyExistsException(to.toString());
        }
        source.folder().rename(source.name(), target.name(), file(from, source.node()));
    }

    @Override
    public synchronized boolean delete(Path path) throws IOException {
        MemoryNode node = find(path);
        if (node == null) {
            return false;
        }
        Place place = place(path);
        if (node instanceof MemoryDirectory directory) {
            if (!directory.names().isEmpty()) {
                throw new DirectoryNotEmptyException(path.toString());
            }
            known.clear();
        }
        place.folder().remove(place.name());
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
        place(file);
        MemoryLock lock = new MemoryLock(absolute(file), holder);
        MemoryLock other = locks.putIfAbsent(lock.file, lock);
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
        Place place = knownPlace(path);
        if (place != null) {
            return place.node();
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

    private MemoryDirectory directory(Path path) throws IOException {
        MemoryNode node = find(path);
        if (node instanceof MemoryDirectory directory) {
            return directory;
        }
        throw node == null ? new NoSuchFileException(path.toString()) : new NotDirectoryException(path.toString());
    }

    private MemoryFile file(Path path) throws IOException {
        return file(path, find(path));
    }

    private static MemoryFile file(Path path, @Nullable MemoryNode node) throws IOException {
        if (node instanceof MemoryFile file) {
            return file;
        }
        throw node == null ? new NoSuchFileException(path.toString()) : new IOException(path + " is a folder");
    }

    /** A name in a folder, whether or not something is there. */
    private record Place(MemoryDirectory folder, String name) {
        @Nullable
        MemoryNode node() {
            return folder.names().get(name);
        }
    }

    /** Where a path leads to; its folder must be there. */
    private Place place(Path path) throws IOException {
        MemoryDirectory root = poweredRoot();
        Place place = knownPlace(path);
        if (place != null) {
            return place;
        }
        Path absolute = absolute(path);
        Path parent = absolute.getParent();
        MemoryDirectory folder = parent == null ? root : directory(parent);
        if (parent != null) {
            known.put(parent.toString(), folder);
        }
        return new Place(folder, String.valueOf(absolute.getFileName()));
    }

    private @Nullable Place knownPlace(Path path) {
        String text = path.toString();
        int end = text.lastIndexOf(File.separatorChar);
        MemoryDirectory folder = end < 0 || text.startsWith(".", end + 1) ? null : known.get(text.substring(0, end));
        return folder == null ? null : new Place(folder, text.substring(end + 1));
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
