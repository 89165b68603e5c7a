package dev.weir.delivery;

import dev.weir.codec.ByteWriter;
import dev.weir.delivery.SegmentStore.SegmentFile;
import dev.weir.fault.FaultInjector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the encoded records of one unit. Nothing but memory is used up to {@link #CHUNK} bytes: a small unit's file is
 * made by the thread that writes snapshots.
 *
 * <p><b>Threading:</b> confined to the task's thread.
 */
final class SegmentWriter {
    private static final int FIRST_CAPACITY = 512;
    private static final int CHUNK = 128 << 10;
    /** A unit up to this size stays in memory until it is committed, so that the commit need not read it back. */
    private static final long MEMORY_LIMIT = 8 << 20;
    /** Content beyond this size goes on in another file, so that no more has to be read at once. */
    private static final long FILE_LIMIT = 16 << 20;

    private final SegmentStore store;
    private final SegmentName name;
    private final FaultInjector faults;
    private final List<SegmentFile> files = new ArrayList<>();
    private @Nullable List<SegmentChunk> inMemory = new ArrayList<>();
    private ByteWriter buffer = new ByteWriter(FIRST_CAPACITY);
    private long size;
    private long sizeOfFile;

    SegmentWriter(SegmentStore store, SegmentName name, FaultInjector faults) {
        this.store = store;
        this.name = name;
        this.faults = faults;
    }

    /** Where the next record is to be appended; {@link #recordAppended} follows. */
    ByteWriter buffer() {
        return buffer;
    }

    void recordAppended() throws IOException {
        if (buffer.size() >= CHUNK) {
            SegmentChunk chunk = takeBuffer();
            buffer = new ByteWriter(CHUNK + CHUNK / 8);
            SegmentFile file = fileWithRoom();
            file.write(chunk.bytes(), chunk.offset(), chunk.length());
            sizeOfFile += chunk.length();
        }
    }

    /** Bytes so far. */
    long size() {
        return size + buffer.size();
    }

    /** No record follows. */
    Segment seal() {
        SegmentChunk tail = takeBuffer();
        return new Segment(new Segment.Unfinished(store, name, List.copyOf(files), tail), inMemory, faults);
    }

    /** Leaves files behind that no checkpoint refers to. */
    void abandon() throws IOException {
        for (SegmentFile file : files) {
            file.close();
        }
    }

    private SegmentChunk takeBuffer() {
        SegmentChunk chunk = new SegmentChunk(buffer.array(), 0, buffer.size());
        size += chunk.length();
        if (size > MEMORY_LIMIT) {
            inMemory = null;
        } else if (inMemory != null) {
            inMemory.add(chunk);
        }
        return chunk;
    }

    private SegmentFile fileWithRoom() throws IOException {
        if (files.isEmpty() || sizeOfFile >= FILE_LIMIT) {
            SegmentFile file = store.create(name.file(files.size()));
            files.add(file);
            file.write(Segment.HEADER);
            sizeOfFile = 0;
        }
        return files.get(files.size() - 1);
    }
}
