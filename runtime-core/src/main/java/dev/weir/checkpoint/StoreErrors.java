package dev.weir.checkpoint;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what a disk reports into what a user can act on. */
final class StoreErrors {
    private static final String ELSEWHERE = " or choose another folder";

    private final Disk disk;

    StoreErrors(Disk disk) {
        this.disk = disk;
    }

    /** Does something with a path; a failure becomes {@code CHECKPOINT_STORE}: {@code Cannot <verb> <path>: ...}. */
    <T extends @Nullable Object> T check(String verb, Path path, Call<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw store(verb, path, e);
        }
    }

    /** The same for what has no result. */
    void run(String verb, Path path, Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw store(verb, path, e);
        }
    }

    WeirException store(String verb, Path path, IOException cause) {
        String reason = reason(cause, path);
        return new WeirException(
                ErrorCode.CHECKPOINT_STORE,
                "Cannot " + verb + " " + path + ": " + reason + ": " + freeSpace(path) + " free; "
                        + remedy(cause, reason),
                cause);
    }

    private String freeSpace(Path path) {
        try {
            long bytes = disk.freeSpace(path);
            return bytes < 10L << 20 ? bytes + " bytes" : (bytes >> 20) + " MiB";
        } catch (IOException e) {
            return "unknown space";
        }
    }

    private static String reason(IOException cause, Path path) {
        String reason = text(cause);
        boolean elsewhere = cause instanceof FileSystemException e
                && e.getFile() != null
                && !e.getFile().equals(path.toString());
        return elsewhere ? reason + " (" + ((FileSystemException) cause).getFile() + ")" : reason;
    }

    private static String text(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "a file of that name is in the way";
        }
        if (cause instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (cause instanceof ClosedByInterruptException) {
            return "the thread was interrupted";
        }
        if (cause instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String remedy(IOException cause, String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space") || lower.contains("quota")) {
            return "free some space there and start the job again: it continues from its last complete checkpoint";
        }
        if (lower.contains("read-only")) {
            return "mount that disk writable" + ELSEWHERE;
        }
        if (cause instanceof AccessDeniedException || lower.contains("not permitted")) {
            return "give user '" + System.getProperty("user.name") + "' the right to read and write there" + ELSEWHERE;
        }
        if (cause instanceof FileSystemException) {
            return "make sure that the folder exists or can be created" + ELSEWHERE;
        }
        return "check that disk" + ELSEWHERE;
    }

    /** Something that a disk does. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** Something that a disk finds out. */
    @FunctionalInterface
    interface Call<T extends @Nullable Object> {
        T run() throws IOException;
    }
}
