package dev.weir.checkpoint;

import dev.weir.state.FileRef;
import java.util.Optional;

/**
 * Where one job keeps its checkpoints: data files, metadata, and the attempt numbers that fence.
 *
 * <p><b>Lifecycle:</b> opened (which refuses when a live process holds the job); {@link #claimAttempt}; then files and
 * checkpoints in any order; {@link #close} gives the job free. <b>Threading:</b> safe from any thread. <b>Errors:</b>
 * {@code CHECKPOINT_STORE} when the disk refuses, {@code CHECKPOINT_CORRUPT} when what is there cannot be trusted,
 * {@code CHECKPOINT_TOO_NEW}, {@code FENCED} when a newer attempt was claimed, {@code JOB_ALREADY_RUNNING}.
 */
public interface CheckpointStore extends AutoCloseable {
    /**
     * Claims the next attempt number by an atomic create; from 1. A store that stays open may claim one after the other.
     */
    default long claimAttempt() {
        return claimAttempt(0);
    }

    /**
     * Claims an attempt number that is also higher than {@code floor}: what some destination has seen, if it was an
     * attempt with another store.
     *
     * @throws dev.weir.error.WeirException {@code FENCED} if another process has claimed one since this store did
     */
    long claimAttempt(long floor);

    /**
     * The newest complete checkpoint: of the highest attempt that completed any, the one with the highest id. A damaged
     * newest one is an error, never a silent older restore.
     *
     * <p>Once an attempt is claimed, the checkpoint that is returned is also kept under that attempt's number, so that
     * no late one of an older attempt is ever preferred to it.
     *
     * @throws dev.weir.error.WeirException {@code FENCED} if a newer attempt has been claimed
     */
    Optional<CheckpointMetadata> newest();

    /** Reads what {@link #load} would load, and changes nothing. */
    CheckpointMetadata peek(String path);

    /**
     * A savepoint or checkpoint by its path (a folder or its metadata file). The data files of one that lies outside
     * this store are copied into it and keep their names, so the savepoint may be moved or deleted afterwards.
     *
     * <p>It does not become the {@link #newest}: until the attempt completes its first checkpoint, a restart has to load
     * it again. So a job that does not fit its savepoint spoils nothing.
     */
    CheckpointMetadata load(String path);

    /** The highest id that any checkpoint seen by this store has; 0 if there is none. New ones need higher ids. */
    long lastCheckpointId();

    /** Starts a data file; the name must be unique for the job's life (it contains the attempt). */
    DataFile create(String name);

    /** Reads a data file whole and checks length and checksum. */
    byte[] read(FileRef file);

    /**
     * Makes the checkpoint complete: writes its metadata durably under the attempt that it names, by an atomic rename.
     *
     * @throws dev.weir.error.WeirException {@code FENCED} if a newer attempt has been claimed
     */
    void complete(CheckpointMetadata metadata);

    /**
     * Writes a self-contained savepoint into its own folder below {@code directory} (all data files copied) and returns
     * its path. The folder can be moved. A savepoint that fails is deleted.
     */
    String writeSavepoint(CheckpointMetadata metadata, String directory);

    /**
     * Keeps the newest {@code retained} checkpoints and deletes older ones with the files that only they refer to. Files
     * that no checkpoint refers to are deleted when an older attempt than {@code attempt} wrote them.
     */
    void deleteOld(int retained, long attempt);

    @Override
    void close();
}
