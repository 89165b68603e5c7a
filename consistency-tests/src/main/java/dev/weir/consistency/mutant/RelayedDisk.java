package dev.weir.consistency.mutant;

import dev.weir.checkpoint.Disk;
import dev.weir.checkpoint.DiskFile;
import dev.weir.checkpoint.DiskLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** A disk that passes everything on; a mutant overrides what it does wrong. */
class RelayedDisk implements Disk {
    final Disk real;

    RelayedDisk(Disk real) {
        this.real = real;
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        real.createDirectories(directory);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return real.create(file);
    }

    @Override
    public boolean createNew(Path file, byte[] content) throws IOException {
        return real.createNew(file, content);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        real.syncDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return real.delete(path);
    }

    @Override
    public InputStream open(Path file) throws IOException {
        return real.open(file);
    }

    @Override
    public long size(Path file) throws IOException {
        return real.size(file);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return real.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        return real.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return real.list(directory);
    }

    @Override
    public DiskLock lock(Path file, String holder) throws IOException {
        return real.lock(file, holder);
    }

    @Override
    public long freeSpace(Path path) throws IOException {
        return real.freeSpace(path);
    }
}
