package dev.weir.consistency.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * Remembers outside the disk what was changed there and what was made durable, so that somebody else can undo it after the process
 * is dead. What was replaced or deleted stays in the journal's folder by a second link.
 *
 * <p>An entry is written by one system call after the change: a process that dies between the two has made a change that cannot be
 * lost, which a disk is free to do. Several processes may write one journal.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class DiskJournal implements AutoCloseable {
    static final String LOG = "log";

    /** What an entry says, and of how many texts after the word. */
    enum Entry {
        /** A file's identity and its path. */
        CREATED,
        /** A file's identity and how many of its bytes are durable. */
        SYNCED,
        /** From, to, and where the replaced file is kept, or nothing. */
        RENAMED,
        /** What, and where it is kept. */
        DELETED,
        /** A folder whose names are durable. */
        NAMES_SYNCED,
        /** A folder whose names of now will never be. */
        NAMES_LOST
    }

    private final Path folder;
    private final FileChannel log;

    DiskJournal(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath().normalize());
        log = FileChannel.open(folder.resolve(LOG), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void add(Entry entry, Object... values) throws IOException {
        StringBuilder line = new StringBuilder(entry.name());
        for (Object value : values) {
            line.append('\t').append(value);
        }
        ByteBuffer bytes = ByteBuffer.wrap(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            log.write(bytes);
        }
    }

    /** Keeps a file under a name of its own; nothing if there is none, or a folder. */
    String keep(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        Path kept = folder.resolve(UUID.randomUUID().toString());
        Files.createLink(kept, file);
        return kept.toString();
    }

    /** The entries so far. */
    static List<List<String>> read(Path folder) throws IOException {
        Path log = folder.resolve(LOG);
        return Files.exists(log)
                ? Files.readAllLines(log).stream()
                        .map(line -> List.of(line.split("\t", -1)))
                        .toList()
                : List.of();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
