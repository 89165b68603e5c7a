package dev.weir.testbed;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one running server: its log, and its data unless they were asked for elsewhere.
 *
 * <p><b>Left-overs.</b> A killed JVM leaves its folders behind. Each folder therefore holds a file that its JVM keeps locked,
 * and the kernel unlocks it when the JVM ends in any way: {@link #sweep} removes the folders that it can lock. A folder is
 * made under a hidden name and gets its real one when it is locked, so it is never seen unlocked by mistake. Folders of
 * this JVM are known by the pid in their name and left alone, also because POSIX locks belong to the process: to close
 * any channel of a file gives up all our locks on it.
 */
final class RunFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
    private static final String LOCK = "owner.lock";

    private final Path path;
    private final FileChannel lock;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static RunFolder create(WorkFolder work, String server) {
        try {
            Path runs = runsIn(work);
            Path hidden = WorkFolder.openTemporary(runs, "." + server + "-" + ownPid() + "-");
            FileChannel lock =
                    FileChannel.open(hidden.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
            Path path = runs.resolve(hidden.getFileName().toString().substring(1));
            Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
            return new RunFolder(path, lock);
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot make a folder for " + server + ": " + e + "; make " + work.path() + " writable", e);
        }
    }

    /** Removes the server's folders whose JVM is gone, each after the given cleaning. */
    static void sweep(WorkFolder work, String server, Consumer<Path> clean) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(runsIn(work), server + "-*")) {
            for (Path folder : folders) {
                if (!folder.getFileName().toString().startsWith(server + "-" + ownPid() + "-")) {
                    removeIfLeft(folder, clean);
                }
            }
        } catch (IOException | TestbedException e) {
            LOG.warn("Cannot sweep old servers: {}; remove what is in {} by hand", e, work.path());
        }
    }

    private static void removeIfLeft(Path folder, Consumer<Path> clean) throws IOException {
        if (!Files.exists(folder.resolve(LOCK))) {
            // Its removal has begun, and was perhaps cut short.
            Folders.delete(folder);
            return;
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return;
            }
            LOG.info("Removing what a killed test left: {}", folder);
            clean.accept(folder);
            Folders.delete(folder);
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            LOG.debug("Somebody else is removing {}", folder);
        }
    }

    private static Path runsIn(WorkFolder work) throws IOException {
        return WorkFolder.open(work.path().resolve("runs"));
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    Path path() {
        return path;
    }

    Path log() {
        return path.resolve("server.log");
    }

    /** The last lines of the log, for messages. */
    String logTail() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    long logLength() {
        try {
            return Files.exists(log()) ? Files.size(log()) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** What was logged since the log had this length. */
    String logSince(long length) {
        try (SeekableByteChannel channel = Files.newByteChannel(log())) {
            channel.position(length);
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            Folders.delete(path);
            lock.close();
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}; remove it by hand", path, e.toString());
        }
    }
}
