package dev.weir.consistency.simulation;

import dev.weir.checkpoint.Disk;
import dev.weir.checkpoint.DiskFile;
import dev.weir.checkpoint.DiskLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** The disk as one process reaches it: not at all once it is dead, whatever its code still does while it unwinds. */
record ProcessDisk(Disk disk, Lifeline lifeline) implements Disk {
    /** Throws {@link SimulatedCrash} in a process that is dead. */
    interface Lifeline {
        void checkAlive();
    }

    private Disk alive() {
        lifeline.checkAlive();
        return disk;
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        alive().createDirectories(directory);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return alive().create(file);
    }

    @Override
    public boolean createNew(Path file, byte[] content) throws IOException {
        return alive().createNew(file, content);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        alive().syncDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        alive().rename(from, to);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return alive().delete(path);
    }

    @Override
    public InputStream open(Path file) throws IOException {
        return alive().open(file);
    }

    @Override
    public long size(Path file) throws IOException {
        return alive().size(file);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return alive().exists(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        return alive().isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return alive().list(directory);
    }

    @Override
    public DiskLock lock(Path file, String holder) throws IOException {
        return alive().lock(file, holder);
    }

    @Override
    public long freeSpace(Path path) throws IOException {
        return alive().freeSpace(path);
    }
}
