package dev.weir.exec;

import dev.weir.checkpoint.CheckpointStore;
import dev.weir.checkpoint.DataFile;
import dev.weir.delivery.SegmentStore;
import dev.weir.state.FileRef;
import java.io.IOException;

/** Keeps segments among the checkpoint's data files. */
final class StoreSegments implements SegmentStore {
    private final CheckpointStore store;

    StoreSegments(CheckpointStore store) {
        this.store = store;
    }

    @Override
    public SegmentFile create(String name) {
        return new StoredSegment(store.create(name));
    }

    @Override
    public byte[] read(FileRef file) {
        return store.read(file);
    }

    private static final class StoredSegment extends SegmentFile {
        private final DataFile file;

        StoredSegment(DataFile file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            file.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
        }

        @Override
        public FileRef finish() throws IOException {
            return file.finish();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
