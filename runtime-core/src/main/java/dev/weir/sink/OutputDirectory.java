package dev.weir.sink;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;

/** The directory of a {@link FileSink}: the few steps that its protocol is made of. */
final class OutputDirectory {
    static final long ABSENT = -1;

    /** Windows cannot open a directory, and its file system keeps names durable by itself. */
    private static final boolean DIRECTORIES_CAN_BE_SYNCED = File.separatorChar == '/';

    private final Path path;

    private OutputDirectory(Path path) {
        this.path = path;
    }

    static OutputDirectory open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot write files to " + path + ": "
                            + (Files.exists(path) ? "it is no directory" : "there is no such directory")
                            + "; create the directory");
        }
        if (!Files.isWritable(path)) {
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot write files to " + path + ": the directory is not writable for user "
                            + System.getProperty("user.name") + "; permit it");
        }
        return new OutputDirectory(path);
    }

    Path file(String name) {
        return path.resolve(name);
    }

    FileChannel create(String name) throws IOException {
        return FileChannel.open(file(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Creates a small durable file; one that exists is left as it is. */
    void mark(String name, String content) throws IOException {
        try (FileChannel channel = create(name)) {
            write(channel, content);
        } catch (FileAlreadyExistsException e) {
            // Its name may not be durable yet, so the directory is synced all the same.
        }
        sync();
    }

    /** Appends to a file that exists; durable afterwards. */
    void append(String name, String content) throws IOException {
        try (FileChannel channel = FileChannel.open(file(name), StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            write(channel, content);
        }
    }

    private static void write(FileChannel channel, String content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    /** The lines of a small file; none if it is not there. */
    List<String> lines(String name) throws IOException {
        try {
            return Files.readAllLines(file(name));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** The file's size, or {@link #ABSENT}; unlike {@link Files#exists}, a failure is not taken for an answer. */
    long size(String name) throws IOException {
        try {
            return Files.readAttributes(file(name), BasicFileAttributes.class).size();
        } catch (NoSuchFileException e) {
            return ABSENT;
        }
    }

    int checksum(String name) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file(name))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                crc.update(buffer, 0, count);
            }
        }
        return (int) crc.getValue();
    }

    void rename(String from, String to) throws IOException {
        Files.move(file(from), file(to), StandardCopyOption.ATOMIC_MOVE);
    }

    boolean delete(String name) throws IOException {
        return Files.deleteIfExists(file(name));
    }

    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        Collections.sort(names);
        return names;
    }

    /** Makes created, renamed and deleted names durable. */
    void sync() throws IOException {
        if (DIRECTORIES_CAN_BE_SYNCED) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** What is said when a step failed: {@code Cannot <what>: ...}. */
    WeirException unavailable(String what, IOException cause) {
        return new WeirException(
                ErrorCode.DESTINATION_UNAVAILABLE,
                "Cannot " + what + ": " + reason(cause) + "; check space and permissions in " + path,
                cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException e) {
            return "no such file: " + e.getFile();
        }
        if (cause instanceof AccessDeniedException e) {
            return "permission denied: " + e.getFile();
        }
        if (cause instanceof FileAlreadyExistsException e) {
            return "the file exists: " + e.getFile();
        }
        if (cause instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason() + ": " + e.getFile();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
