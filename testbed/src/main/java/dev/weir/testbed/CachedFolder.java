package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder whose content depends on its name only, made once and kept for all later runs.
 *
 * <p>Any number of threads and processes may make it at once: each does so in a place of its own and renames the result; the
 * first rename wins. A marker file holds the number and size of the files, because cleaners of temporary folders remove old
 * files one by one, and a machine's crash may leave empty ones.
 */
final class CachedFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CachedFolder.class);

    private static final String SCRATCH = "unpacking";
    private static final String MARKER = "complete";
    static final String CONTENT = "content";

    /** Fills a new folder. */
    @FunctionalInterface
    interface Maker {
        void fill(Path folder) throws IOException;
    }

    private CachedFolder() {}

    /** The filled folder of this name. */
    static Path in(WorkFolder work, String name, Maker maker) throws IOException {
        Path folder = work.path().resolve(name);
        if (!isComplete(folder)) {
            LOG.info("Making {}", folder);
            RunFolder.sweep(work, SCRATCH, left -> {});
            try (RunFolder scratch = RunFolder.create(work, SCRATCH)) {
                make(folder, scratch.path(), maker);
            }
        }
        return folder.resolve(CONTENT);
    }

    private static void make(Path folder, Path scratch, Maker maker) throws IOException {
        Path fresh = WorkFolder.openTemporary(scratch, "fresh");
        Path content = WorkFolder.open(fresh.resolve(CONTENT));
        maker.fill(content);
        Files.writeString(fresh.resolve(MARKER), measure(content));
        try {
            if (Files.exists(folder) && !isComplete(folder)) {
                Files.move(folder, scratch.resolve("broken"), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!isComplete(folder)) {
                throw e;
            }
            LOG.debug("Somebody else was faster to make {}", folder);
        }
    }

    private static boolean isComplete(Path folder) throws IOException {
        Path marker = folder.resolve(MARKER);
        return Files.exists(marker) && Files.readString(marker).equals(measure(folder.resolve(CONTENT)));
    }

    private static String measure(Path content) throws IOException {
        var sum = new SimpleFileVisitor<Path>() {
            long files;
            long bytes;

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files++;
                bytes += attributes.size();
                return FileVisitResult.CONTINUE;
            }
        };
        Files.walkFileTree(content, sum);
        return sum.files + " files, " + sum.bytes + " bytes";
    }
}
