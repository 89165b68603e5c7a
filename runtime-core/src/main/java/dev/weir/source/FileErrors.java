package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** What is said when a file cannot be read. */
final class FileErrors {
    private FileErrors() {}

    static WeirException cannotOpen(Path path, IOException cause) {
        return new WeirException(
                ErrorCode.SOURCE,
                "Cannot read " + path + ": " + reason(cause) + "; make it readable for this process",
                cause);
    }

    static WeirException cannotContinue(FileSource.Split split, IOException cause) {
        return new WeirException(
                ErrorCode.SOURCE,
                "Cannot continue reading " + split.path() + " at byte " + split.offset() + ": " + reason(cause)
                        + "; put the same file back, or start the job afresh",
                cause);
    }

    static WeirException becameShorter(FileSource.Split split, long size) {
        return new WeirException(
                ErrorCode.INVALID_DATA,
                "Cannot continue reading " + split.path() + " at byte " + split.offset()
                        + ": the file became shorter: " + size + " bytes, " + split.fileSize()
                        + " when the job was planned; put the same file back, or start the job afresh");
    }

    static WeirException wasReplaced(FileSource.Split split) {
        return new WeirException(
                ErrorCode.INVALID_DATA,
                "Cannot continue reading " + split.path() + " at byte " + split.offset()
                        + ": another file has taken its place: its first bytes differ from when the job was planned;"
                        + " put the same file back, or start the job afresh");
    }

    static WeirException endsBeforeOffset(FileSource.Split split) {
        return new WeirException(
                ErrorCode.INVALID_DATA,
                "Cannot continue reading " + split.path() + " at byte " + split.offset()
                        + ": its decompressed content ends before; put the same file back, or start the job afresh");
    }

    static WeirException failedAt(String path, long position, IOException cause) {
        if (cause instanceof ZipException || cause instanceof EOFException) {
            return new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot decompress " + path + ": the content is damaged behind byte " + position
                            + " of the decompressed text: " + reason(cause) + "; replace the file by a good one",
                    cause);
        }
        return new WeirException(
                ErrorCode.SOURCE,
                "Cannot read " + path + " at byte " + position + ": " + reason(cause) + "; check the disk or the mount",
                cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "the file is gone";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemLoopException) {
            return "a symbolic link leads back to " + cause.getMessage();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
