package dev.weir.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Shows every operation on a disk to a test before it happens; the test may fail it, or leave it out. */
final class WatchedDisk implements Disk {
    private final Disk disk;
    private final Watcher watcher;

    WatchedDisk(Disk disk, Watcher watcher) {
        this.disk = disk;
        this.watcher = watcher;
    }

    /** What can be done to a disk. */
    enum Operation {
        CREATE_DIRECTORIES,
        CREATE,
        CREATE_NEW,
        WRITE,
        SYNC,
        SYNC_DIRECTORY,
        RENAME,
        DELETE,
        OPEN,
        SIZE,
        EXISTS,
        IS_DIRECTORY,
        LIST,
        LOCK
    }

    /** Decides about an operation. */
    @FunctionalInterface
    interface Watcher {
        /** Returns false if the operation is to be left out although it reports success; only syncs can be. */
        boolean before(Operation operation, Path path) throws IOException;
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        watcher.before(Operation.CREATE_DIRECTORIES, directory);
        disk.createDirectories(directory);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        watcher.before(Operation.CREATE, file);
        return new WatchedFile(disk.create(file), file);
    }

    @Override
    public boolean createNew(Path file, byte[] content) throws IOException {
        watcher.before(Operation.CREATE_NEW, file);
        return disk.createNew(file, content);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (watcher.before(Operation.SYNC_DIRECTORY, directory)) {
            disk.syncDirectory(directory);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        watcher.before(Operation.RENAME, to);
        disk.rename(from, to);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        watcher.before(Operation.DELETE, path);
        return disk.delete(path);
    }

    @Override
    public InputStream open(Path file) throws IOException {
        watcher.before(Operation.OPEN, file);
        return disk.open(file);
    }

    @Override
    public long size(Path file) throws IOException {
        watcher.before(Operation.SIZE, file);
        return disk.size(file);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        watcher.before(Operation.EXISTS, path);
        return disk.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        watcher.before(Operation.IS_DIRECTORY, path);
        return disk.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        watcher.before(Operation.LIST, directory);
        return disk.list(directory);
    }

    @Override
    public DiskLock lock(Path file, String holder) throws IOException {
        watcher.before(Operation.LOCK, file);
        return disk.lock(file, holder);
    }

    @Override
    public long freeSpace(Path path) {
        return 4096;
    }

    private final class WatchedFile extends DiskFile {
        private final DiskFile file;
        private final Path path;

        WatchedFile(DiskFile file, Path path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            watcher.before(Operation.WRITE, path);
            file.write(bytes, offset, length);
        }

        @Override
        public void sync() throws IOException {
            if (watcher.before(Operation.SYNC, path)) {
                file.sync();
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
