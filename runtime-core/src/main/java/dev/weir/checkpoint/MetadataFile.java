package dev.weir.checkpoint;

import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads and writes metadata files whole. */
final class MetadataFile {
    private final Disk disk;
    private final StoreErrors errors;
    private final FaultInjector faults;

    MetadataFile(Disk disk, StoreErrors errors, FaultInjector faults) {
        this.disk = disk;
        this.errors = errors;
        this.faults = faults;
    }

    CheckpointMetadata read(Path file) {
        byte[] bytes = errors.check("read", file, () -> {
            MetadataFormat.checkSize(disk.size(file), file);
            try (InputStream in = disk.open(file)) {
                return in.readAllBytes();
            }
        });
        return MetadataFormat.decode(bytes, file);
    }

    /**
     * Writes a metadata file that is either there, whole and durable, or not there.
     *
     * @param beforeRename may refuse at the last moment by throwing
     */
    void write(CheckpointMetadata metadata, Path file, Runnable beforeRename) {
        byte[] bytes = MetadataFormat.encode(metadata);
        Path part = file.resolveSibling(file.getFileName() + StoreLayout.PART_SUFFIX);
        errors.run("write", part, () -> {
            disk.delete(part);
            try (DiskFile out = disk.create(part)) {
                out.write(bytes);
                out.sync();
            }
        });
        faults.at(Label.CHECKPOINT_BEFORE_RENAME);
        try {
            beforeRename.run();
        } catch (WeirException e) {
            errors.run("delete", part, () -> disk.delete(part));
            throw e;
        }
        Path folder = StoreLayout.parent(file);
        errors.run("rename", part, () -> disk.rename(part, file));
        errors.run("fsync", folder, () -> disk.syncDirectory(folder));
    }
}
