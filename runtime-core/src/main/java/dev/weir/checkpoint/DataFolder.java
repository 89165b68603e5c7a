package dev.weir.checkpoint;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.state.FileRef;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** The data files of a store or of a savepoint. */
final class DataFolder {
    private static final int CHUNK = 1 << 16;

    private final Disk disk;
    private final StoreErrors errors;
    private final Path folder;

    DataFolder(Disk disk, StoreErrors errors, Path folder) {
        this.disk = disk;
        this.errors = errors;
        this.folder = folder;
    }

    StoredFile create(String name, Consumer<FileRef> onFinish) {
        if (name.isEmpty() || EncodedName.encode(name).length() > EncodedName.MAX_LENGTH) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot create data file '" + name + "': its name has no or over " + EncodedName.MAX_LENGTH
                            + " characters: " + EncodedName.encode(name).length()
                            + "; this is a defect, please report it");
        }
        return new StoredFile(disk, errors, folder, name, onFinish);
    }

    byte[] read(FileRef file) {
        Path path = path(file);
        if (file.length() < 0 || file.length() > Integer.MAX_VALUE - 8) {
            throw damaged(path, "its length cannot be read into memory", "at most 2 GiB", file.length() + " bytes");
        }
        byte[] bytes = new byte[checkedLength(file, path)];
        CRC32C checksum = new CRC32C();
        try (InputStream in = disk.open(path)) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new EOFException("it became shorter while it was read");
            }
        } catch (IOException e) {
            throw errors.store("read", path, e);
        }
        checksum.update(bytes);
        check(file, path, (int) checksum.getValue());
        return bytes;
    }

    /** Copies a file and checks it on the way; the copy is durable but for its name. */
    void copy(FileRef file, DataFolder target) {
        Path path = path(file);
        checkedLength(file, path);
        try (InputStream in = errors.check("read", path, () -> disk.open(path));
                StoredFile copy = target.create(file.name(), copied -> {})) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                copy.write(chunk, 0, count);
            }
            check(file, path, copy.written().crc32c());
            copy.finish();
        } catch (IOException e) {
            throw errors.store("read", path, e);
        }
    }

    void delete(FileRef file) {
        Path path = path(file);
        errors.run("delete", path, () -> disk.delete(path));
    }

    void sync() {
        errors.run("fsync", folder, () -> disk.syncDirectory(folder));
    }

    /** The complete files; those that a dead process left unfinished are deleted. */
    List<FileRef> clean() {
        List<FileRef> files = new ArrayList<>();
        for (String name : errors.check("list", folder, () -> disk.list(folder))) {
            StoreLayout.parseDataName(name).ifPresent(files::add);
            if (name.endsWith(StoreLayout.PART_SUFFIX)) {
                Path part = folder.resolve(name);
                errors.run("delete", part, () -> disk.delete(part));
            }
        }
        return files;
    }

    boolean isAt(Path other) {
        return folder.equals(other.toAbsolutePath().normalize());
    }

    private Path path(FileRef file) {
        return folder.resolve(StoreLayout.dataName(file));
    }

    private int checkedLength(FileRef file, Path path) {
        if (!errors.check("look for", path, () -> disk.exists(path))) {
            throw damaged(path, "it is missing", file.length() + " bytes", "no file");
        }
        long length = errors.check("read", path, () -> disk.size(path));
        if (length != file.length()) {
            throw damaged(path, "its length is wrong", file.length() + " bytes", length + " bytes");
        }
        return (int) length;
    }

    private static void check(FileRef file, Path path, int found) {
        if (found != file.crc32c()) {
            throw damaged(
                    path,
                    "its checksum is wrong",
                    "CRC32C 0x" + Integer.toHexString(file.crc32c()),
                    "0x" + Integer.toHexString(found));
        }
    }

    private static WeirException damaged(Path path, String reason, String expected, String found) {
        return new WeirException(
                ErrorCode.CHECKPOINT_CORRUPT,
                "Cannot read checkpoint file " + path + ": " + reason + ": expected " + expected + ", found " + found
                        + "; " + MetadataFormat.REMEDY);
    }
}
