package dev.weir.cli.demo;

import dev.weir.cli.demo.DemoOptions.Leftovers;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The demo's files in a temporary folder, which goes with the demo, also when that is broken off. */
final class Workspace implements AutoCloseable {

    private static final long CHECKPOINTS_AND_TABLE_BYTES = 256L << 20;
    private static final int DELETION_TRIES = 100;
    private static final long BETWEEN_TRIES_MILLIS = 50;

    private final Path folder;
    private final Leftovers leftovers;
    private final ExitHook exitHook;

    private Workspace(Path folder, Leftovers leftovers) {
        this.folder = folder;
        this.leftovers = leftovers;
        this.exitHook = new ExitHook("weir-demo-clean", this::clean);
    }

    /** @param orderBytes what the order files will need */
    static Workspace create(Path parent, Leftovers leftovers, long orderBytes) {
        String remedy = "; make room there, or choose another folder by WEIR_JAVA_OPTS=-Djava.io.tmpdir=...";
        try {
            long free = Files.getFileStore(parent).getUsableSpace();
            long needed = orderBytes + CHECKPOINTS_AND_TABLE_BYTES;
            if (free < needed) {
                throw new DemoException(String.format(
                        Locale.ROOT,
                        "Cannot make the orders: too little room in %s: free=%d MB, needed=%d MB%s",
                        parent,
                        free >> 20,
                        needed >> 20,
                        remedy));
            }
            Workspace workspace = new Workspace(Files.createTempDirectory(parent, "weir-demo-"), leftovers);
            Files.createDirectory(workspace.orders());
            return workspace;
        } catch (IOException e) {
            throw new DemoException("Cannot make a working folder: " + e + ": in=" + parent + remedy, e);
        }
    }

    Path folder() {
        return folder;
    }

    Path orders() {
        return folder.resolve("orders");
    }

    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    Path log() {
        return folder.resolve("job.log");
    }

    /** Where a copy of the job's table goes. */
    Path table() {
        return folder.resolve("table.csv");
    }

    /** Puts the job's log where it stays; returns where it is to be found. */
    Path rescueLog(Path target) {
        if (leftovers == Leftovers.KEEP) {
            return log();
        }
        try {
            return Files.copy(log(), target, StandardCopyOption.REPLACE_EXISTING)
                    .toAbsolutePath();
        } catch (IOException e) {
            return log();
        }
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
        // When the demo is broken off, the job is being killed at the same time and may still write.
        for (int i = 0; i < DELETION_TRIES && Files.exists(folder); i++) {
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
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
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
