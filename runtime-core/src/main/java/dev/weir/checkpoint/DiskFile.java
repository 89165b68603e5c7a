package dev.weir.checkpoint;

import java.io.IOException;
import java.io.OutputStream;

/** A file being written, unbuffered. Not thread-safe; may move between threads with a happens-before edge. */
public abstract class DiskFile extends OutputStream {
    /** Makes everything written so far durable. The file's name is not part of it: {@link Disk#syncDirectory}. */
    public abstract void sync() throws IOException;
}
