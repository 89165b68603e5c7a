package dev.weir.checkpoint;

import java.util.Comparator;
import java.util.Optional;

/** Identifies a complete checkpoint; the order in which a restore prefers them. */
record CheckpointKey(long attempt, long id) implements Comparable<CheckpointKey> {
    private static final Comparator<CheckpointKey> ORDER =
            Comparator.comparingLong(CheckpointKey::attempt).thenComparingLong(CheckpointKey::id);

    static CheckpointKey of(CheckpointMetadata metadata) {
        return new CheckpointKey(metadata.attempt(), metadata.checkpointId());
    }

    @Override
    public int compareTo(CheckpointKey other) {
        return ORDER.compare(this, other);
    }

    String fileName() {
        return StoreLayout.padded(attempt) + "-" + StoreLayout.padded(id) + StoreLayout.METADATA_SUFFIX;
    }

    /** The key of a metadata file by its name; empty for any other file. */
    static Optional<CheckpointKey> parse(String fileName) {
        if (!fileName.matches("\\d{12,18}-\\d{12,18}\\.meta")) {
            return Optional.empty();
        }
        int dash = fileName.indexOf('-');
        long attempt = Long.parseLong(fileName, 0, dash, 10);
        long id = Long.parseLong(fileName, dash + 1, fileName.length() - StoreLayout.METADATA_SUFFIX.length(), 10);
        return Optional.of(new CheckpointKey(attempt, id));
    }
}
