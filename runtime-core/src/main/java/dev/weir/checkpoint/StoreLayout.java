package dev.weir.checkpoint;

import dev.weir.state.FileRef;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a job's files are: {@code lock}, {@code attempts/<attempt>}, {@code data/<name>~<length>-<crc32c>} and {@code
 * checkpoints/<attempt>-<id>.meta}.
 *
 * <p>A data file carries its length and checksum in its name, so files of the same name from another store can be taken
 * in beside those that are here: operators keep file names inside their own bytes, where nobody could change them.
 */
record StoreLayout(Path root, Path attempts, Path data, Path checkpoints) {
    static final String METADATA_SUFFIX = ".meta";
    static final String PART_SUFFIX = ".part";
    static final String DATA = "data";
    static final String CHECKPOINTS = "checkpoints";
    static final String SAVEPOINT_METADATA = "savepoint" + METADATA_SUFFIX;
    private static final String ZEROS = "0".repeat(12);
    private static final int MOST_DIGITS = 18;
    private static final Pattern DATA_NAME = Pattern.compile("[^~]+~[0-9a-f]{1,15}-[0-9a-f]{8}");

    static StoreLayout below(Path root) {
        return new StoreLayout(root, root.resolve("attempts"), root.resolve(DATA), root.resolve(CHECKPOINTS));
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path attempt(long attempt) {
        return attempts.resolve(padded(attempt));
    }

    /** The attempt whose file has this name; -1 for a name that {@link #attempt} does not give. */
    static long parseAttempt(String name) {
        return isPadded(name, 0, name.length()) ? Long.parseLong(name) : -1;
    }

    Path metadata(CheckpointKey key) {
        return checkpoints.resolve(key.fileName());
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
        if (!DATA_NAME.matcher(name).matches()) {
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
        return ZEROS.substring(Math.min(ZEROS.length(), digits.length())) + digits;
    }

    /** Whether a part of a name is what {@link #padded} gives. */
    static boolean isPadded(String name, int start, int end) {
        int digits = end - start;
        if (digits < ZEROS.length() || digits > MOST_DIGITS) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
