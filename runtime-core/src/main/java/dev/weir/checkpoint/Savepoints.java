package dev.weir.checkpoint;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes savepoints, and finds whatever a job can be restored from by its path. A savepoint is a folder with {@code
 * savepoint.meta} and {@code data/}; names in it are relative, so it can be moved, and it is complete if and only if
 * {@code savepoint.meta} is there.
 */
final class Savepoints {
    private static final int SHOWN = 20;

    private final Disk disk;
    private final StoreErrors errors;
    private final MetadataFile metadataFile;

    Savepoints(Disk disk, StoreErrors errors, MetadataFile metadataFile) {
        this.disk = disk;
        this.errors = errors;
        this.metadataFile = metadataFile;
    }

    /** A restore's metadata and where its data files are. */
    record Found(CheckpointMetadata metadata, Path file, Path data) {}

    Path write(CheckpointMetadata metadata, DataFolder from, String directory) {
        Path folder = unused(path(directory), metadata);
        Path data = folder.resolve(StoreLayout.DATA);
        errors.run("create", data, () -> disk.createDirectories(data));
        DataFolder to = new DataFolder(disk, errors, data);
        List<FileRef> copied = new ArrayList<>();
        try {
            for (FileRef file : metadata.dataFiles()) {
                from.copy(file, to);
                copied.add(file);
            }
            to.sync();
            metadataFile.write(metadata.asSavepoint(), folder.resolve(StoreLayout.SAVEPOINT_METADATA), () -> {});
        } catch (WeirException e) {
            discard(folder, data, copied, e);
            throw e;
        }
        return folder;
    }

    /** A savepoint that failed for want of space should not keep what it took. */
    private void discard(Path folder, Path data, List<FileRef> copied, WeirException failure) {
        try {
            for (FileRef file : copied) {
                disk.delete(data.resolve(StoreLayout.dataName(file)));
            }
            disk.delete(folder.resolve(StoreLayout.SAVEPOINT_METADATA + StoreLayout.PART_SUFFIX));
            disk.delete(data);
            disk.delete(folder);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    Found find(String text) {
        Path path = path(text);
        if (!errors.check("look for", path, () -> disk.exists(path))) {
            throw notFound(path, "it does not exist", nearestFolder(path));
        }
        Path file = path;
        if (isDirectory(path)) {
            file = path.resolve(StoreLayout.SAVEPOINT_METADATA);
            Path inside = file;
            if (!errors.check("look for", inside, () -> disk.exists(inside))) {
                throw notFound(path, "it is a folder without " + StoreLayout.SAVEPOINT_METADATA, path);
            }
        }
        return new Found(metadataFile.read(file), file, dataOf(file));
    }

    private static Path dataOf(Path file) {
        Path folder = StoreLayout.parent(file);
        boolean inStore = folder.endsWith(StoreLayout.CHECKPOINTS);
        return (inStore ? StoreLayout.parent(folder) : folder).resolve(StoreLayout.DATA);
    }

    private Path unused(Path directory, CheckpointMetadata metadata) {
        String lineage = EncodedName.encode(metadata.lineage());
        String name = "savepoint-" + EncodedName.encode(metadata.jobName()) + "-" + metadata.checkpointId() + "-"
                + lineage.substring(0, Math.min(8, lineage.length()));
        Path folder = directory.resolve(name);
        for (int copy = 2; exists(folder); copy++) {
            folder = directory.resolve(name + "-" + copy);
        }
        return folder;
    }

    private boolean exists(Path path) {
        return errors.check("look for", path, () -> disk.exists(path));
    }

    private boolean isDirectory(Path path) {
        return errors.check("look at", path, () -> disk.isDirectory(path));
    }

    private Path nearestFolder(Path path) {
        Path folder = path;
        while (!exists(folder) || !isDirectory(folder)) {
            folder = StoreLayout.parent(folder);
        }
        return folder;
    }

    private WeirException notFound(Path path, String reason, Path folder) {
        List<String> names = errors.check("list", folder, () -> disk.list(folder));
        return new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot restore from " + path + ": " + reason + ": " + folder + " holds "
                        + (names.size() <= SHOWN
                                ? names
                                : names.subList(0, SHOWN) + " and " + (names.size() - SHOWN) + " more")
                        + "; name a savepoint's folder or the .meta file of a checkpoint");
    }

    private static Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot use path '" + text + "': it is malformed: " + e.getMessage() + "; correct it",
                    e);
        }
    }
}
