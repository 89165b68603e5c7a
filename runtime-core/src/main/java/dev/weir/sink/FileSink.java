package dev.weir.sink;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.file.Path;

/**
 * Writes text files, exactly once: one file for each commit shard and checkpoint that brought records.
 *
 * <p>A file appears in the directory, whole, when its checkpoint is complete, under the name {@code
 * part-<shard>-<lineage>-<sequence>-<sink><suffix>}. Until then it has a name that begins with a dot; so have the marker
 * files by which a new attempt of a job locks out an older one. Readers leave such names alone. A reader that moves or
 * deletes files must leave the newest one of each shard until the next has come: after a failure its presence is the
 * proof that it was committed.
 *
 * <p>The directory must exist, and lie in a local file system or one that renames atomically (NFS does). Several jobs and
 * sinks may share it.
 *
 * @param <T> records
 */
public final class FileSink<T> implements SupportsTwoPhaseCommit<T> {
    private static final String DEFAULT_SUFFIX = ".txt";

    private final Path directory;
    private final LineEncoder<T> encoder;
    private final String suffix;

    private FileSink(Path directory, LineEncoder<T> encoder, String suffix) {
        this.directory = directory.toAbsolutePath().normalize();
        this.encoder = encoder;
        this.suffix = suffix;
    }

    /** Writes each record as a line of UTF-8, to files that end in {@code .txt}. */
    public static <T> FileSink<T> lines(Path directory, LineEncoder<T> encoder) {
        return new FileSink<>(directory, encoder, DEFAULT_SUFFIX);
    }

    /** Ends the files' names otherwise, for example in {@code .csv}. */
    public FileSink<T> withSuffix(String newSuffix) {
        if (!newSuffix.matches("\\.[A-Za-z0-9_.-]*[A-Za-z0-9_-]")) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot write files that end in \"" + newSuffix
                            + "\": a suffix begins with a dot and has letters, digits, dots, _ and -; correct it");
        }
        return new FileSink<>(directory, encoder, newSuffix);
    }

    @Override
    public TransactionShard<T> openTransactionShard(ShardContext context) {
        OutputDirectory output = OutputDirectory.open(directory);
        PartNames names = PartNames.of(context, suffix);
        return new FileShard<>(output, names, new AttemptMarker(output, names, context.owner()), encoder, context);
    }

    @Override
    public String kind() {
        return "files";
    }
}
