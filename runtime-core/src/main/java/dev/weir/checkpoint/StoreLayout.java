package dev.weir.checkpoint;

import dev.weir.state.FileRef;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where a job's files are: {@code lock}, {@code attempts/<attempt>}, {@code data/<name>~<length>-<crc32c>} and {@code
 * checkpoints/<attempt>-<id>.meta}.
 *
 * <p>A data file carries its length and checksum in its name, so files of the same name from another store can be taken
 * in beside those that are here: operators keep file names inside their own bytes, where nobody could change them.
 */
record StoreLayout(Path root) {
    static final String METADATA_SUFFIX = ".meta";
    static final String PART_SUFFIX = ".part";
    static final String DATA = "data";
    static final String CHECKPOINTS = "checkpoints";
    static final String SAVEPOINT_METADATA = "savepoint" + METADATA_SUFFIX;

    Path lock() {
        return root.resolve("lock");
    }

    Path attempts() {
        return root.resolve("attempts");
    }

    Path attempt(long attempt) {
        return attempts().resolve(padded(attempt));
    }

    Path data() {
        return root.resolve(DATA);
    }

    Path checkpoints() {
        return root.resolve(CHECKPOINTS);
    }

    Path metadata(CheckpointKey key) {
        return checkpoints().resolve(key.fileName());
    }

    /** The folder of an absolute path; the root is its own. */
    static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    static String dataName(FileRef file) {
        return EncodedName.encode(file.name())
                + "~"
                + Long.toHexString(file.length())
                + "-"
                + HexFormat.of().toHexDigits(file.crc32c());
    }

    /** The data file of this name; empty for a name that {@link #dataName} does not give. */
    static Optional<FileRef> parseDataName(String name) {
        if (!name.matches("[^~]+~[0-9a-f]{1,15}-[0-9a-f]{8}")) {
            return Optional.empty();
        }
        int tilde = name.indexOf('~');
        int dash = name.length() - 9;
        return Optional.of(new FileRef(
                EncodedName.decode(name.substring(0, tilde)),
                HexFormat.fromHexDigitsToLong(name, tilde + 1, dash),
                HexFormat.fromHexDigits(name, dash + 1, name.length())));
    }

    /** Zeros in front, so that names sort as numbers. */
    static String padded(long number) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, 12 - digits.length())) + digits;
    }
}
