package dev.weir.checkpoint;

import dev.weir.state.FileRef;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A data file being written. Not thread-safe; may move between threads with a happens-before edge. Closing it without
 * {@link #finish} leaves a file that no checkpoint refers to.
 */
public abstract class DataFile extends OutputStream {
    /** Fsyncs the content and the folder entry, closes the file and returns its reference. */
    public abstract FileRef finish() throws IOException;
}
