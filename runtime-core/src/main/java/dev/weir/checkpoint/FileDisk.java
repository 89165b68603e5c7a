package dev.weir.checkpoint;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The file system of this machine. */
final class FileDisk implements Disk {
    /** Windows cannot open a folder, and its file system keeps names durable by itself. */
    private static final boolean FOLDERS_CAN_BE_SYNCED = File.separatorChar == '/';

    @Override
    public void createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path existing = directory.toAbsolutePath().normalize();
        while (existing != null && !exists(existing)) {
            missing.push(existing);
            existing = existing.getParent();
        }
        if (missing.isEmpty()) {
            Files.createDirectories(directory);
        }
        for (Path path : missing) {
            // Not an error if another process is faster: the name is synced by both.
            Files.createDirectories(path);
            Path parent = path.getParent();
            if (parent != null) {
                syncDirectory(parent);
            }
        }
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return new ChannelFile(FileChannel.open(file, CREATE_NEW, WRITE));
    }

    @Override
    public boolean createNew(Path file, byte[] content) throws IOException {
        try (ChannelFile created = new ChannelFile(FileChannel.open(file, CREATE_NEW, WRITE))) {
            created.write(content);
            created.sync();
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            syncDirectory(parent);
        }
        return true;
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (FOLDERS_CAN_BE_SYNCED) {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return Files.deleteIfExists(path);
    }

    @Override
    public InputStream open(Path file) throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public long size(Path file) throws IOException {
        return Files.size(file);
    }

    /** Unlike {@link Files#exists}, which takes a failure for an answer. */
    @Override
    public boolean exists(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        return exists(path)
                && Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public DiskLock lock(Path file, String holder) throws IOException {
        return ProcessLock.take(file, holder);
    }

    @Override
    public long freeSpace(Path path) throws IOException {
        Path existing = path.toAbsolutePath().normalize();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return Files.getFileStore(existing).getUsableSpace();
    }
}
