package dev.weir.cli.leftovers;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder that goes with all that is in it when it is closed or the JVM ends, unless it is to be kept. */
public final class TemporaryFolder implements AutoCloseable {

    private static final int DELETION_TRIES = 100;
    private static final long BETWEEN_TRIES_MILLIS = 50;

    private final Path path;
    private final Leftovers leftovers;
    private final ExitHook exitHook;

    private TemporaryFolder(Path path, Leftovers leftovers) {
        this.path = path;
        this.leftovers = leftovers;
        this.exitHook = new ExitHook("weir-clean", this::clean);
    }

    /** @param prefix of its name */
    public static TemporaryFolder create(Path parent, String prefix, Leftovers leftovers) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(parent, prefix), leftovers);
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        clean();
        exitHook.close();
    }

    private void clean() {
        if (leftovers == Leftovers.KEEP) {
            return;
        }
        // After Ctrl-C, child processes are being killed at the same time and may still write.
        for (int i = 0; i < DELETION_TRIES && Files.exists(path); i++) {
            try {
                delete();
            } catch (IOException e) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
