package dev.weir.delivery;

import dev.weir.state.FileRef;
import java.io.IOException;
import java.io.OutputStream;

/** Where segments are kept: the checkpoint's files, seen as bytes. Safe from any thread. */
public interface SegmentStore {
    SegmentFile create(String name);

    /** Reads a whole segment and checks it. */
    byte[] read(FileRef file);

    /** A segment being written. */
    abstract class SegmentFile extends OutputStream {
        /** Makes the content durable and closes the file. */
        public abstract FileRef finish() throws IOException;
    }
}
