package dev.weir.checkpoint;

import java.util.Optional;

/** Identifies a complete checkpoint; the order in which a restore prefers them. */
record CheckpointKey(long attempt, long id) implements Comparable<CheckpointKey> {
    static CheckpointKey of(CheckpointMetadata metadata) {
        return new CheckpointKey(metadata.attempt(), metadata.checkpointId());
    }

    @Override
    public int compareTo(CheckpointKey other) {
        return attempt == other.attempt ? Long.compare(id, other.id) : Long.compare(attempt, other.attempt);
    }

    String fileName() {
        return StoreLayout.padded(attempt) + "-" + StoreLayout.padded(id) + StoreLayout.METADATA_SUFFIX;
    }

    /** The key of a metadata file by its name; empty for any other file. */
    static Optional<CheckpointKey> parse(String fileName) {
        int dash = fileName.indexOf('-');
        int end = fileName.length() - StoreLayout.METADATA_SUFFIX.length();
        if (!fileName.endsWith(StoreLayout.METADATA_SUFFIX)
                || !StoreLayout.isPadded(fileName, 0, dash)
                || !StoreLayout.isPadded(fileName, dash + 1, end)) {
            return Optional.empty();
        }
        long attempt = Long.parseLong(fileName, 0, dash, 10);
        long id = Long.parseLong(fileName, dash + 1, end, 10);
        return Optional.of(new CheckpointKey(attempt, id));
    }
}
