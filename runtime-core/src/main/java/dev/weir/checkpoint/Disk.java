package dev.weir.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What a checkpoint store needs of a disk. Nothing survives a power failure unless it was synced: a file's bytes by
 * {@link DiskFile#sync}, its name by {@link #syncDirectory}; where a method promises more, it says so.
 *
 * <p><b>Threading:</b> safe from any thread; every method may block. <b>Errors:</b> those of {@code java.nio.file}, for
 * example {@link java.nio.file.NoSuchFileException}.
 */
public interface Disk {
    /** The file system of this machine; for a decorator that a test puts around it, for example. */
    static Disk onFiles() {
        return new FileDisk();
    }

    /** Creates a folder and its missing parents; all their names are durable afterwards. */
    void createDirectories(Path directory) throws IOException;

    /** Creates a file that must not exist and opens it for writing. */
    DiskFile create(Path file) throws IOException;

    /**
     * Creates a file that must not exist: of several callers exactly one succeeds. Name and content are durable
     * afterwards, but a crash may leave the name with less content.
     *
     * @return false if the file existed
     */
    boolean createNew(Path file, byte[] content) throws IOException;

    /** Makes the names in a folder durable: what was created, renamed or deleted there. */
    void syncDirectory(Path directory) throws IOException;

    /** Gives a file another name in the same folder in one atomic step; a file of that name is replaced. */
    void rename(Path from, Path to) throws IOException;

    /**
     * Deletes a file or an empty folder.
     *
     * @return false if there was none
     */
    boolean delete(Path path) throws IOException;

    InputStream open(Path file) throws IOException;

    /** The length of a file in bytes. */
    long size(Path file) throws IOException;

    boolean exists(Path path) throws IOException;

    /** False, too, if nothing is there. */
    boolean isDirectory(Path path) throws IOException;

    /** The names in a folder, sorted. */
    List<String> list(Path directory) throws IOException;

    /**
     * Takes an exclusive lock, which ends when it is closed or its process dies, however it dies.
     *
     * @param holder a text about the caller, for those who are refused
     * @throws DiskLockedException if it is taken
     */
    DiskLock lock(Path file, String holder) throws IOException;

    /** The bytes that can still be written to the disk that holds the path. */
    long freeSpace(Path path) throws IOException;
}
