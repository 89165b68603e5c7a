package dev.weir.delivery;

import dev.weir.delivery.SegmentStore.SegmentFile;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.state.FileRef;
import dev.weir.state.OperatorSnapshot.PendingFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoded records of one sealed unit: in files, in memory until it is committed if it is small, or both.
 *
 * <p><b>Threading:</b> safe from any thread: the writer of snapshots makes it durable, also for two checkpoints at once,
 * while the committer asks for its content.
 */
final class Segment {
    /** What every segment file begins with: a magic word and the version of the format. */
    static final byte[] HEADER = {'W', 'S', 'G', 1};

    static final Segment EMPTY = new Segment(List.of());

    private final int fileCount;
    private final FaultInjector faults;
    private @Nullable Unfinished unfinished;
    private @Nullable List<SegmentChunk> inMemory;
    private @Nullable List<FileRef> files;
    private @Nullable Exception failure;

    /** One that a checkpoint refers to. */
    Segment(List<FileRef> files) {
        this.files = List.copyOf(files);
        this.fileCount = files.size();
        this.faults = FaultInjector.NONE;
        this.unfinished = null;
    }

    /**
     * One that was just filled.
     *
     * @param inMemory the whole content, or null if it is too large
     */
    Segment(Unfinished unfinished, @Nullable List<SegmentChunk> inMemory, FaultInjector faults) {
        this.unfinished = unfinished;
        this.inMemory = inMemory;
        this.faults = faults;
        this.fileCount = Math.max(1, unfinished.files().size());
    }

    /**
     * What has to be done before the segment is durable.
     *
     * @param files that are open, oldest first
     * @param tail what is in none of them yet; may be empty
     */
    record Unfinished(SegmentStore store, SegmentName name, List<SegmentFile> files, SegmentChunk tail) {
        List<FileRef> finish() throws IOException {
            List<SegmentFile> all = new ArrayList<>(files);
            if (all.isEmpty()) {
                SegmentFile file = store.create(name.file(0));
                file.write(HEADER);
                all.add(file);
            }
            all.get(all.size() - 1).write(tail.bytes(), tail.offset(), tail.length());
            List<FileRef> refs = new ArrayList<>();
            for (SegmentFile file : all) {
                refs.add(file.finish());
            }
            return List.copyOf(refs);
        }
    }

    /** The steps for a checkpoint: each gives one file, and the first to run makes all durable. */
    List<PendingFile> pendingFiles() {
        List<PendingFile> pending = new ArrayList<>();
        for (int i = 0; i < fileCount; i++) {
            int file = i;
            pending.add(() -> makeDurable().get(file));
        }
        return pending;
    }

    private synchronized List<FileRef> makeDurable() throws Exception {
        List<FileRef> known = files;
        if (known != null) {
            return known;
        }
        if (failure != null) {
            // The file is spoilt, and what it held may be nowhere else.
            throw failure;
        }
        try {
            faults.at(Label.SEGMENT_BEFORE_FSYNC);
            List<FileRef> finished = unfinished == null ? List.of() : unfinished.finish();
            faults.at(Label.SEGMENT_AFTER_FSYNC);
            files = finished;
            unfinished = null;
            return finished;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** The files, once they are durable. */
    synchronized List<FileRef> files() {
        if (files == null) {
            throw new WeirException(
                    ErrorCode.INTERNAL, "Cannot refer to a segment: it is not durable yet; report this as a defect");
        }
        return files;
    }

    /** Closes the files of one that is not durable, which no checkpoint can refer to any more. */
    synchronized void abandon() throws IOException {
        Unfinished abandoned = unfinished;
        if (abandoned != null) {
            unfinished = null;
            failure = new IOException("the sink was closed");
            for (SegmentFile file : abandoned.files()) {
                file.close();
            }
        }
    }

    /** Keeps the content in files only. */
    synchronized void forgetMemory() {
        inMemory = null;
    }

    /** The content, part by part; files are read when their turn comes. */
    Iterable<SegmentChunk> chunks(SegmentStore store) {
        List<FileRef> refs;
        synchronized (this) {
            if (inMemory != null) {
                return inMemory;
            }
            refs = files();
        }
        return () -> refs.stream().map(ref -> read(store, ref)).iterator();
    }

    private static SegmentChunk read(SegmentStore store, FileRef ref) {
        byte[] bytes = store.read(ref);
        boolean known = bytes.length >= HEADER.length;
        for (int i = 0; known && i < HEADER.length - 1; i++) {
            known = bytes[i] == HEADER[i];
        }
        if (!known) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_CORRUPT,
                    "Cannot read segment " + ref.name() + ": it does not begin like one; restore an older checkpoint");
        }
        int version = bytes[HEADER.length - 1];
        if (version != HEADER[HEADER.length - 1]) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_TOO_NEW,
                    "Cannot read segment " + ref.name() + ": its format is of another version: found " + version
                            + ", known " + HEADER[HEADER.length - 1] + "; use the version of Weir that wrote it");
        }
        return new SegmentChunk(bytes, HEADER.length, bytes.length - HEADER.length);
    }
}
